package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;

/** The loss of the policy: the optimizer's, with the terms of regularizers in the recipe's order. */
public record Objective(PolicyOptimizer optimizer, List<Regularizer> regularizers)
        implements Function<TokenBatch, NDArray> {

    @Override
    public NDArray apply(TokenBatch tokens) {
        NDArray total = optimizer.loss(tokens);
        for (Regularizer regularizer : regularizers) {
            Optional<NDArray> term = regularizer.loss(tokens);
            total = term.isPresent() ? total.add(term.get()) : total;
        }
        return total;
    }
}
