package org.reason4j.core.trainer.run;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.loop.TrainingLoop;

/**
 * The runs of a recipe, one after the other: one in {@code stages/N-KEY} for each of its stages, or a single one. A stage begins
 * with the newest checkpoint of the stage before it.
 *
 * <p>A recipe goes on in its last stage that has begun.
 */
public final class TrainingRuns implements AutoCloseable {

    private static final String DIRECTORY = "stages";

    private final RunPlan plan;
    private final List<Training.StageTerm> stages;
    private final Optional<OutputDirectory> output; // of all stages; empty for a single run, which has its own
    private final Map<String, TrainingOutcome> outcomes = new LinkedHashMap<>();
    private int index;
    private TrainingRun current;
    private boolean closed;

    /**
     * Opens the first run, or the one to go on with.
     *
     * @throws org.reason4j.api.plugin.ConfigException with all that is wrong with its recipe or inputs
     */
    public static TrainingRuns open(RunPlan plan) {
        if (plan.recipe().stages().isEmpty()) {
            return new TrainingRuns(plan, Optional.empty(), runs -> TrainingRun.open(plan));
        }
        OutputDirectory output = OutputDirectory.of(plan.output());
        try {
            return new TrainingRuns(plan, Optional.of(output), TrainingRuns::first);
        } catch (RuntimeException | Error e) {
            output.close();
            throw e;
        }
    }

    private TrainingRuns(RunPlan plan, Optional<OutputDirectory> output, Function<TrainingRuns, TrainingRun> first) {
        this.plan = plan;
        this.output = output;
        stages = plan.recipe().stages();
        current = first.apply(this);
    }

    private TrainingRun first() {
        index = plan.resumption().resumes() ? lastBegun() : 0;
        return open(index, plan.resumption(), stages.subList(index + 1, stages.size()));
    }

    /** Where a stage writes, in the directory of all of them. */
    public static Path directory(Path root, int index, Training.StageTerm stage) {
        return root.resolve(DIRECTORY).resolve(String.format(Locale.ROOT, "%d-%s", index + 1, stage.key()));
    }

    private Path directory(int stage) {
        return directory(output.orElseThrow().root(), stage, stages.get(stage));
    }

    /** The last stage that has begun; those before it have come to their end by the same recipe. */
    private int lastBegun() {
        int last = 0;
        for (int i = 1; i < stages.size(); i++) {
            if (Files.exists(OutputDirectory.recipe(directory(i)))) {
                last = i;
            }
        }
        for (int i = 0; i < last; i++) {
            Recipe recipe = stages.get(i).recipe();
            ResumedRecipe.requireSame(
                    OutputDirectory.recipe(directory(i)), plan.resolved().ofStage(i));
            int ended = CheckpointStore.of(directory(i)).newest().orElse(-1);
            check(
                    ended == recipe.steps(),
                    "Stage '%s' in %s ended after step %s, and the stage after it has begun, but the recipe gives it %s steps."
                            + " Resume with the steps it had, or start a new run with another --output.",
                    stages.get(i).key(),
                    directory(i).toAbsolutePath(),
                    ended,
                    recipe.steps());
        }
        return last;
    }

    private TrainingRun open(int stage, Resumption resumption, List<Training.StageTerm> unchecked) {
        plan.out()
                .printf(
                        "Stage %d of %d: %s%n",
                        stage + 1, stages.size(), stages.get(stage).key());
        return TrainingRun.open(new RunPlan(
                plan.resolved().ofStage(stage),
                plan.name() + ", " + stages.get(stage).key(),
                plan.plugins(),
                Optional.of(directory(stage)),
                resumption,
                plan.trackers(),
                plan.out(),
                plan.terminal(),
                Optional.empty(),
                Optional.of(place(stage, unchecked)),
                plan.cluster()));
    }

    private RunPlan.StagePlan place(int stage, List<Training.StageTerm> unchecked) {
        Map<String, String> reports = new LinkedHashMap<>();
        for (int i = 0; i < stage; i++) {
            reports.put(stages.get(i).key(), "../" + directory(i).getFileName() + "/report.html");
        }
        return new RunPlan.StagePlan(
                stage == 0 ? Optional.empty() : Optional.of(result(stage - 1)),
                Collections.unmodifiableMap(reports),
                unchecked);
    }

    private Path result(int stage) {
        CheckpointStore checkpoints = CheckpointStore.of(directory(stage));
        return checkpoints.path(checkpoints.newest().orElseThrow());
    }

    /** The run that goes on. */
    public TrainingRun current() {
        return current;
    }

    /** The steps that are left of the run that goes on; the first call begins it. */
    public TrainingLoop loop() {
        TrainingRun run = current();
        return run.doing(run::loop);
    }

    /**
     * True unless all steps are done, or a guard stopped the run. Where the steps of a stage are done, it is measured, and the
     * next one begins.
     */
    public boolean hasNext() {
        while (!loop().hasNext() && !loop().isStopped() && index + 1 < stages.size()) {
            goOn();
        }
        return loop().hasNext();
    }

    private void goOn() {
        TrainingRun ended = current();
        note(ended.doing(ended::end));
        ended.close();
        index++;
        current = open(index, Resumption.NONE, List.of());
    }

    /**
     * Keeps the outcome of a stage. One without reinforcement learning, which a run measures after its supervised training alone,
     * is compared with the stage before it, where the same problems measured that.
     */
    private void note(TrainingOutcome outcome) {
        Training.StageTerm stage = stages.get(index);
        Optional<TrainingOutcome> earlier = index == 0 || stage.recipe().steps() > 0
                ? Optional.empty()
                : Optional.ofNullable(outcomes.get(stages.get(index - 1).key()))
                        .filter(any -> isMeasuredLike(stages.get(index - 1).recipe(), stage.recipe()));
        outcomes.put(
                stage.key(),
                earlier.map(one -> TrainingOutcome.of(one.after(), outcome.after(), outcome.seconds()))
                        .orElse(outcome));
    }

    private static boolean isMeasuredLike(Recipe one, Recipe other) {
        return one.data().evaluation().equals(other.data().evaluation())
                && one.evaluation().equals(other.evaluation());
    }

    /** Makes the steps that are left, and measures the policy after the last. */
    public TrainingOutcome train() {
        loop().requireBetweenSteps();
        while (hasNext()) {
            current().doing(() -> loop().run());
        }
        TrainingOutcome last = current().doing(() -> current().end());
        if (stages.isEmpty()) {
            return last;
        }
        note(last);
        double seconds =
                outcomes.values().stream().mapToDouble(TrainingOutcome::seconds).sum();
        return new TrainingOutcome(
                outcomes.values().iterator().next().before(),
                last.after(),
                seconds,
                Collections.unmodifiableMap(new LinkedHashMap<>(outcomes)));
    }

    /** Where the runs write. */
    public Path directory() {
        return output.map(OutputDirectory::root).orElseGet(() -> current().directory());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Resources resources = new Resources();
            output.ifPresent(directory -> {
                resources.add(directory);
                plan.trackers().forEach(resources::add);
            });
            resources.add(current);
            resources.close();
        }
    }
}
