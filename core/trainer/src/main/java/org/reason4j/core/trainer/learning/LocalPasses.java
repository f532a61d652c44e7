package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.TokenRows;

/**
 * Passes in this process, one micro-batch after the other.
 *
 * @param recompute whether activations are computed again in the backward pass
 */
record LocalPasses(Policy policy, boolean recompute) implements RowPasses {

    @Override
    public Update begin(List<TokenRows> microBatches) {
        return new Passes(microBatches);
    }

    private final class Passes implements Update {

        private final List<TokenRows> microBatches;
        private @Nullable NDManager scope; // of the open pass
        private Policy.@Nullable Pass pass;

        Passes(List<TokenRows> microBatches) {
            this.microBatches = microBatches;
        }

        @Override
        public Outputs forward(int microBatch) {
            close();
            NDManager owner = policy.model().scope();
            scope = owner;
            Policy.Pass made = policy.forward(owner, microBatches.get(microBatch), recompute);
            pass = made;
            return new Outputs(made.logprobs(), made.entropies(), made.further());
        }

        @Override
        public void backward(int microBatch, NDArray dlogprobs, NDArray dentropies, NDArray dfurther) {
            policy.backward(Objects.requireNonNull(pass, "a forward pass first"), dlogprobs, dentropies, dfurther);
            if (microBatches.size() > 1 && policy.trainableParameters() <= MOST_SENT) {
                policy.addUp();
            }
            close();
        }

        @Override
        public void end() {}

        @Override
        public void close() {
            if (scope != null) {
                scope.close();
            }
            scope = null;
            pass = null;
        }
    }
}
