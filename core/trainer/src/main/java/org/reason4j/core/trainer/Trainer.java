package org.reason4j.core.trainer;

import java.nio.file.Path;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.loop.StepCredits;
import org.reason4j.core.trainer.loop.StepExperience;
import org.reason4j.core.trainer.loop.StepResult;
import org.reason4j.core.trainer.loop.TrainingLoop;
import org.reason4j.core.trainer.run.TrainingOutcome;
import org.reason4j.core.trainer.run.TrainingRuns;

/**
 * Trains a model as a recipe says: to the end with {@link #train}, step by step with {@link #step}, or each step in its three
 * parts, whose results can be looked at.
 *
 * <pre>{@code
 * try (Trainer trainer = Trainer.builder().recipe(Path.of("recipe.yaml")).open()) {
 *     while (trainer.hasNext()) {
 *         StepExperience experience = trainer.experience(); // rollouts and rewards
 *         StepCredits credits = trainer.credits(experience); // an advantage for every token
 *         StepResult result = trainer.update(credits); // other weights; loss, norm of the gradient, metrics
 *     }
 * }
 * }</pre>
 *
 * <p>However the steps are made, weights and metrics are those of {@code reason4j train}, to the last bit. The first call
 * that needs it begins the run: it makes the supervised stage where the recipe has one, and measures held-out problems.
 *
 * <p>What goes wrong is thrown: {@link org.reason4j.api.plugin.ConfigException} where the recipe or its inputs have to be
 * changed, {@link org.reason4j.api.plugin.PluginException} where a component has, {@link java.io.UncheckedIOException} where a
 * file can't be read or written. It ends the run: trackers are told, and a run with an output directory goes on from its
 * newest checkpoint in a new trainer. A call at the wrong time, such as one with the credits of another step, is an
 * {@link IllegalStateException} that changes nothing.
 *
 * <p>A trainer is for one thread at a time. A process may have several, in any order and at the same time; none changes the
 * weights of another. It writes to no console, installs no hooks, and leaves signals alone.
 */
public final class Trainer implements AutoCloseable {

    private final TrainingRuns runs;
    private final PluginRegistry plugins;

    /**
     * A trainer of runs that are open.
     *
     * @param plugins closed with it
     */
    Trainer(TrainingRuns runs, PluginRegistry plugins) {
        this.runs = runs;
        this.plugins = plugins;
    }

    /** A trainer that has everything but a recipe. */
    public static TrainerBuilder builder() {
        return new TrainerBuilder();
    }

    /**
     * Trains to the end: makes the steps that are left, measures the policy and tells trackers. With an output directory,
     * that holds checkpoints and the summary then.
     */
    public TrainingOutcome train() {
        return runs.train();
    }

    /** Makes one step. */
    public StepResult step() {
        requireNext();
        return runs.current().doing(() -> loop().step());
    }

    /** The first part of a step: prompts, responses and their rewards. */
    public StepExperience experience() {
        requireNext();
        return runs.current().doing(() -> loop().experience());
    }

    /** The second part of a step: an advantage for every response token. */
    public StepCredits credits(StepExperience experience) {
        loop().requirePending(experience);
        return runs.current().doing(() -> loop().credits(experience));
    }

    /**
     * The last part of a step: changes the weights. Where the recipe says so, held-out problems are measured and a checkpoint
     * is written.
     */
    public StepResult update(StepCredits credits) {
        loop().requirePending(credits);
        return runs.current().doing(() -> loop().update(credits));
    }

    /** True unless all steps are done. Where those of a stage are, it is measured, and the next one begins. */
    public boolean hasNext() {
        return runs.hasNext();
    }

    private void requireNext() {
        loop().requireBetweenSteps();
        runs.hasNext();
        loop().requireNext();
    }

    /** The last step of the run, or of its stage, that is done, by an earlier process of a resumed run, too; 0 for none. */
    public int stepsDone() {
        return loop().done();
    }

    /** Measures the policy on the held-out problems as before training, between two steps. Weights stay as they are. */
    public Evaluator.Result evaluate() {
        loop().requireBetweenSteps();
        return runs.current().doing(() -> runs.current().measure());
    }

    /**
     * Writes the checkpoint of the last step, unless the recipe has done so, and returns its directory. Later ones replace it
     * as {@code checkpoints} in the recipe says.
     */
    public Path checkpoint() {
        loop().requireBetweenSteps();
        if (loop().done() == 0) {
            throw new IllegalStateException("No step is done, so there is nothing to go on from.");
        }
        return runs.current().doing(() -> runs.current().checkpoint());
    }

    /**
     * Writes the policy as a Hugging Face directory, between two steps.
     *
     * @param directory that does not exist or is empty
     */
    public void saveModel(Path directory) {
        loop().requireBetweenSteps();
        runs.current().doing(() -> runs.current().saveModel(directory));
    }

    /** Number of examples that measure, of which {@code evaluation.limit} may leave some out. */
    public int heldOutExamples() {
        return runs.current().heldOutExamples();
    }

    /** Where the run writes; a temporary directory, deleted by {@link #close}, where none was given. */
    public Path directory() {
        return runs.directory();
    }

    private TrainingLoop loop() {
        return runs.loop();
    }

    /** Frees everything. Trackers are told that the run has ended, unless {@link #train} did. */
    @Override
    public void close() {
        try (plugins) {
            runs.close();
        }
    }
}
