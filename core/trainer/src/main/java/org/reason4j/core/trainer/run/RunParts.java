package org.reason4j.core.trainer.run;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.Device;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.trainer.checkpoint.CheckpointSettings;
import org.reason4j.core.trainer.checkpoint.Checkpoints;
import org.reason4j.core.trainer.checkpoint.RunClock;
import org.reason4j.core.trainer.cluster.ClusterRun;
import org.reason4j.core.trainer.components.Components;
import org.reason4j.core.trainer.components.Datasets;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.learning.PolicyPasses;
import org.reason4j.core.trainer.learning.RowPasses;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.supervised.SupervisedCheckpoints;

/** The parts of a run that its stages share. */
record RunParts(
        Recipe recipe,
        OutputDirectory output,
        Components components,
        Datasets data,
        Tokenizer tokenizer,
        Policy policy,
        Precision precision,
        Observers observers,
        RunServices services,
        Checkpoints checkpoints,
        RunClock clock,
        LearnerRuns beside,
        Optional<ClusterRun> cluster) {

    /**
     * Opens workers for a run.
     *
     * @param source the directory that the policy was loaded from
     * @param output the run's directory
     */
    static ClusterRun workers(
            ClusterEngine engine, RunPlan plan, Components components, Policy policy, Path source, Path output) {
        Recipe recipe = plan.recipe();
        check(
                recipe.preference().isEmpty(),
                "The recipe trains a reward model on pairs, which nothing is sampled for; workers have nothing to do. Leave out"
                        + " --engine.");
        return ClusterRun.open(
                engine,
                plan.plugins(),
                recipe,
                policy,
                source,
                components.rewards,
                RunSettings.updates(recipe, components.needs()).recompute(),
                output);
    }

    /** The rewards of the recipe, of which workers compute some where there are workers. */
    List<ActiveReward> rewards() {
        return cluster.map(workers -> workers.rewards(components.rewards)).orElse(components.rewards);
    }

    /** Calls of rewards at a time. */
    int rewardThreads() {
        int here = RunSettings.rewardThreads(recipe.training());
        return cluster.map(workers -> workers.rewardThreads(here)).orElse(here);
    }

    /** Who writes rollouts elsewhere: the recipe's backend, else workers. */
    Optional<RolloutBackend> backend() {
        return components.backend.or(() -> cluster.map(ClusterRun::backend));
    }

    /** Where passes with a gradient are made. */
    RowPasses passes(boolean recompute) {
        RowPasses here = PolicyPasses.inThisProcess(policy, recompute);
        return cluster.map(workers -> workers.passes(here, components.updateRule.isPresent()))
                .orElse(here);
    }

    /** The device of all models. */
    Device device() {
        return policy.model().manager().getDevice();
    }

    /** Ends a step: the directory still has to be the run's, and where it is kept the checkpoints are told. */
    void stepCompleted(int step, OptionalDouble accuracy, boolean last) {
        output.requireHeld();
        if (output.isKept()) {
            checkpoints.stepCompleted(step, accuracy, last);
        }
    }

    /** Checkpoints of a supervised stage; empty where the directory of the run is not kept. */
    Optional<SupervisedCheckpoints> supervisedCheckpoints(int steps, CheckpointSettings settings, PrintStream out) {
        return output.isKept()
                ? Optional.of(new SupervisedCheckpoints(output.root(), checkpoints, settings, steps, out))
                : Optional.empty();
    }

    /** The directory of the run. */
    Path directory() {
        return output.root();
    }
}
