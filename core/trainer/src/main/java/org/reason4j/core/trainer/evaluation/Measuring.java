package org.reason4j.core.trainer.evaluation;

import java.util.List;
import java.util.function.LongConsumer;
import org.reason4j.api.data.Prompt;

/** Measures a model on problems. */
public interface Measuring {

    /** Decodes every problem greedily; {@code progress} is told how many are done. */
    Evaluator.Result greedy(List<Prompt> problems, LongConsumer progress);

    /** Decodes greedily, and draws samples for pass@k and maj@k. */
    Evaluator.Result full(List<Prompt> problems, LongConsumer progress);
}
