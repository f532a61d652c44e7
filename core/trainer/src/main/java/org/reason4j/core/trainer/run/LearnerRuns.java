package org.reason4j.core.trainer.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.config.LearnerTerm;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.beside.LearningModels;
import org.reason4j.core.trainer.beside.PolicyResponses;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.loop.StepResult;
import org.reason4j.core.trainer.loop.TrainingLoop;
import org.reason4j.core.trainer.report.StepLog;

/**
 * The learners of a run: each is a run of its own in {@code learners/KEY}, which makes a step after a step of the policy.
 *
 * <p>In a step, the policy's responses are judged with the learners of the step's start; then the policy is updated, and then
 * the learners are, one after the other, from what the policy wrote. Their checkpoints are written while the policy's is, which
 * appears last: a checkpoint of the policy has those of its learners.
 */
final class LearnerRuns implements TrainingLoop.Beside, CheckpointPart, AutoCloseable {

    /** Where the learners' runs are, in the directory of the policy's. */
    static final String DIRECTORY = "learners";

    private final Path root; // of the policy's run
    private final List<Beside> learners = new ArrayList<>();
    private final Resources resources = new Resources();

    private record Beside(LearnerTerm term, TrainingRun run, PolicyResponses responses, PrintStream out) {}

    private LearnerRuns(Path root) {
        this.root = root;
    }

    /** The keys of the models that learn in a run: the policy and its learners. */
    static LearningModels models(Recipe recipe) {
        return new LearningModels(Stream.concat(
                        Stream.of(LearnerTerm.POLICY),
                        recipe.learners().stream().map(LearnerTerm::key))
                .collect(Collectors.toSet()));
    }

    /**
     * Opens the runs of the learners, where those of a run that goes on from a checkpoint left off.
     *
     * @param plan of the policy's run
     * @param root its directory
     * @param checkpoint step of the policy that it goes on from; empty for a run that begins
     * @param models where each is offered as a text model
     */
    static LearnerRuns open(RunPlan plan, Path root, Optional<Integer> checkpoint, LearningModels models) {
        LearnerRuns runs = new LearnerRuns(root);
        try {
            for (int i = 0; i < plan.recipe().learners().size(); i++) {
                runs.open(plan, i, checkpoint, models);
            }
            return runs;
        } catch (RuntimeException | Error e) {
            runs.resources.closeAfter(e);
            throw e;
        }
    }

    private void open(RunPlan plan, int index, Optional<Integer> checkpoint, LearningModels models) {
        LearnerTerm term = plan.recipe().learners().get(index);
        Path directory = directory(root, term);
        Resumption resumption = resumption(directory, checkpoint.map(term::stepsAfter));
        Set<String> rewards =
                plan.recipe().rewards().stream().map(RewardTerm::metricName).collect(Collectors.toSet());
        PolicyResponses responses = new PolicyResponses(Optional.of(rewards));
        PrintStream out = PrefixedLines.over(plan.out(), term.key() + ": ", plan.terminal());
        TrainingRun run = resources.add(TrainingRun.open(new RunPlan(
                plan.resolved().ofLearner(index),
                plan.name() + ", " + term.key(),
                plan.plugins(),
                Optional.of(directory),
                resumption,
                List.of(),
                out,
                new Terminal(false, plan.terminal().colour()),
                Optional.of(new LearnerRole(models, responses)),
                Optional.empty(),
                Optional.empty())));
        models.use(term.key(), run.asTextModel());
        learners.add(new Beside(term, run, responses, out));
    }

    private static Path directory(Path root, LearnerTerm term) {
        return root.resolve(DIRECTORY).resolve(term.key());
    }

    /** How a learner goes on. What it left is deleted where it begins, because no checkpoint of the policy goes with it. */
    private static Resumption resumption(Path directory, Optional<Integer> step) {
        boolean begins = step.isEmpty()
                || step.get() == 0 && !CheckpointStore.of(directory).steps().contains(0);
        if (!begins) {
            return Resumption.from(step.get());
        }
        try {
            DurableFiles.deleteTree(directory);
            return Resumption.NONE;
        } catch (IOException e) {
            throw DurableFiles.cannotDelete(directory, e);
        }
    }

    /** Begins the runs: supervised stages and measurements. */
    void begin(int policySteps) {
        learners.forEach(one -> one.run().doing(one.run()::loop));
        offer(policySteps);
    }

    /** Lets the learners answer as they are after a step of the policy, with its number in every draw. */
    private void offer(int policyStep) {
        learners.forEach(one -> one.run().offerOpinions(policyStep));
    }

    @Override
    public void learn(StepLog log, List<ScoredGroup> scored) {
        for (Beside one : learners) {
            if (one.term().learnsAfter(log.step())) {
                one.responses().use(log.step(), scored);
                tell(
                        log,
                        one.term().key(),
                        log.time(
                                "learners",
                                () -> one.run().doing(() -> one.run().loop().step())));
            }
        }
        offer(log.step());
    }

    private static void tell(StepLog log, String key, StepResult step) {
        step.reward().ifPresent(reward -> log.put("learner_" + key + "/reward", reward));
        step.loss().ifPresent(loss -> log.put("learner_" + key + "/loss", loss));
        step.metric("eval/accuracy").ifPresent(accuracy -> log.put("learner_" + key + "/accuracy", accuracy));
    }

    /** Writes the learners' own checkpoints, and deletes those that no checkpoint of the policy needs. */
    @Override
    public void save(Path trainer) {
        List<Integer> policySteps = CheckpointStore.of(root).steps();
        for (Beside one : learners) {
            if (one.run().loop().done() > 0) {
                one.run().doing(one.run()::checkpoint);
            }
            Stream<Integer> needed = policySteps.stream().map(one.term()::stepsAfter);
            CheckpointStore.of(one.run().directory())
                    .keepOnly(
                            Stream.concat(needed, Stream.of(0, one.run().loop().done()))
                                    .collect(Collectors.toSet()));
        }
    }

    /** Does nothing: the learners were opened where the policy's checkpoint says. */
    @Override
    public void restore(Path trainer) {}

    /** Measures the learners after their last steps. */
    void end() {
        for (Beside one : learners) {
            TrainingOutcome outcome = one.run().doing(one.run()::end);
            one.out()
                    .println(String.format(
                            Locale.ROOT,
                            "held-out accuracy %.1f %% before, %.1f %% after",
                            100 * outcome.before().measurement().accuracy(),
                            100 * outcome.after().measurement().accuracy()));
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
