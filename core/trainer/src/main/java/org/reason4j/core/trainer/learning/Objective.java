package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.core.host.plugin.Guard;

/**
 * The loss of the policy: the optimizer's, with the terms of regularizers in the recipe's order. A tensor that one of them
 * changes in place is changed for none of the others.
 */
public record Objective(PolicyOptimizer optimizer, List<Regularizer> regularizers)
        implements Function<TokenBatch, NDArray> {

    @Override
    public NDArray apply(TokenBatch tokens) {
        List<Regularizer> terms =
                regularizers.stream().filter(Objective::hasLoss).toList();
        NDArray total = optimizer.loss(terms.isEmpty() ? tokens : tokens.apart());
        for (int i = 0; i < terms.size(); i++) {
            TokenBatch own = i == terms.size() - 1 ? tokens : tokens.apart(); // nobody reads after the last one
            Optional<NDArray> term = terms.get(i).loss(own);
            total = term.isPresent() ? total.add(term.get()) : total;
        }
        return total;
    }

    private static boolean hasLoss(Regularizer regularizer) {
        return Guard.overrides(regularizer, Regularizer.class, "loss", TokenBatch.class);
    }
}
