package org.reason4j.core.trainer.run;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.checkpoint.CheckpointSettings;

/**
 * A run before anything of it exists.
 *
 * @param resolved its recipe
 * @param name what the report calls it
 * @param plugins where the recipe's components come from
 * @param output where everything is written; empty for a temporary directory, which goes with the run
 * @param resumption whether to go on from a checkpoint there
 * @param trackers that watch it beside the recipe's
 * @param out where progress is shown
 * @param terminal what {@code out} is
 * @param beside the run whose policy this one learns from; empty for a run of its own
 * @param stage what it is among the stages of a recipe; empty for the run of a recipe without stages
 * @param cluster whose workers write rollouts, compute rewards and gradients; empty to do that in this process
 */
public record RunPlan(
        ResolvedRecipe resolved,
        String name,
        PluginRegistry plugins,
        Optional<Path> output,
        Resumption resumption,
        List<Tracker> trackers,
        PrintStream out,
        Terminal terminal,
        Optional<LearnerRole> beside,
        Optional<StagePlan> stage,
        Optional<ClusterEngine> cluster) {

    /**
     * A run among several, whose trackers are closed after the last of them.
     *
     * @param model the directory of the policy that the stage before ended with; empty for the first stage
     * @param reports of earlier stages by key, relative to the directory of this one
     * @param later stages after this one whose data is checked with its own, because no stage was opened before
     */
    record StagePlan(Optional<Path> model, Map<String, String> reports, List<Training.StageTerm> later) {}

    Recipe recipe() {
        return resolved.recipe();
    }

    /** When checkpoints are written, and which are kept; those of a learner follow from the policy's. */
    CheckpointSettings checkpoints() {
        CheckpointSettings own = RunSettings.checkpoints(resolved);
        return beside.isEmpty() ? own : own.onlyWhenAsked();
    }

    /** Services that trackers may ask for. */
    Map<Class<?>, Object> services() {
        return Map.of(PrintStream.class, out, Terminal.class, terminal);
    }
}
