package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;

class ObjectiveTest {

    /** Adds the mean advantage, and then overwrites every tensor that it can get at. */
    private static NDArray spoiling(TokenBatch batch) {
        NDArray loss = batch.tokenMean(batch.advantages());
        batch.metric("advantages", batch.advantages());
        batch.advantages().muli(0);
        batch.logprobs().addi(5);
        batch.mask().muli(0);
        return loss;
    }

    private record Optimizer() implements PolicyOptimizer {
        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return List.of();
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return spoiling(batch);
        }
    }

    private record Term() implements Regularizer {
        @Override
        public Optional<NDArray> loss(TokenBatch batch) {
            return Optional.of(spoiling(batch));
        }
    }

    /** Has no term of the loss. */
    private record Shaper() implements Regularizer {}

    @Test
    void aTensorThatOneLossChangesInPlaceIsChangedForNoOther() {
        try (NDManager manager = NDManager.newBaseManager()) {
            TokenBatch batch = TokenBatch.of(
                    manager.ones(new Shape(1, 2)),
                    Map.of(
                            TokenStream.ADVANTAGES, manager.create(new float[] {1, 3}, new Shape(1, 2)),
                            TokenStream.LOGPROBS, manager.create(new float[] {-1, -2}, new Shape(1, 2))),
                    BatchTotals.of(2, 1, 1, 2));

            NDArray loss = new Objective(new Optimizer(), List.of(new Term(), new Shaper(), new Term())).apply(batch);

            assertThat(loss.getFloat()).isEqualTo(3 * 2); // three means of 1 and 3
            assertThat(batch.metrics().get("advantages").getFloat()).isEqualTo(2);
        }
    }

    @Test
    void anOptimizerAloneReadsTheBatchItself() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray advantages = manager.create(new float[] {1, 3}, new Shape(1, 2));
            TokenBatch batch = TokenBatch.of(
                    manager.ones(new Shape(1, 2)),
                    Map.of(TokenStream.ADVANTAGES, advantages, TokenStream.LOGPROBS, manager.ones(new Shape(1, 2))),
                    BatchTotals.of(2, 1, 1, 2));

            new Objective(new Optimizer(), List.of(new Shaper())).apply(batch);

            assertThat(advantages.toFloatArray()).containsExactly(0, 0); // no copy was made for it
        }
    }
}
