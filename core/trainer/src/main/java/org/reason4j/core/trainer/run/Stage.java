package org.reason4j.core.trainer.run;

import java.nio.file.Path;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.loop.TrainingLoop;

/** The steps of a run, between two measurements. */
interface Stage extends AutoCloseable {

    /**
     * Measures the model before training, where no earlier process did, and prepares the steps after those that are done.
     *
     * @return the steps that are left
     */
    TrainingLoop begin(int done);

    /**
     * Measures the model after its last step, and sums up the run.
     *
     * @param steps that were made
     */
    TrainingOutcome end(PolicySource source, int steps);

    /** Measures the model between two steps; what components report meanwhile counts in none. */
    Evaluator.Result measure(int step);

    /** Lets the policy answer as a text model with the weights of now, in a step of the run beside which it learns. */
    default void offerOpinions(int step) {}

    /** Writes the model in training as a Hugging Face directory. */
    void saveModel(Path directory);

    @Override
    void close();
}
