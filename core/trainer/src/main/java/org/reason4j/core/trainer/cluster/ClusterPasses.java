package org.reason4j.core.trainer.cluster;

import ai.djl.ndarray.NDArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.reason4j.api.cluster.Workers;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.trainer.learning.RowPasses;

/**
 * Passes by workers, a task for each micro-batch. Losses stay in the driver, with the components that have state: the first task of a
 * micro-batch returns its outputs, the second one takes their gradients and passes forward again, since it may be done elsewhere.
 *
 * @param time until a task has to be done after the one before it
 */
record ClusterPasses(Workers workers, PublishedWeights weights, Policy policy, Duration time) implements RowPasses {

    @Override
    public Update begin(List<TokenRows> microBatches) {
        return new Tasks(microBatches, weights.current());
    }

    private final class Tasks implements Update {

        private final List<TokenRows> microBatches;
        private final PublishedWeights.Version version;
        private final byte[] named;
        private final List<CompletableFuture<byte[]>> outputs = new ArrayList<>();
        private final List<CompletableFuture<byte[]>> gradients = new ArrayList<>();
        private int added;

        Tasks(List<TokenRows> microBatches, PublishedWeights.Version version) {
            this.microBatches = microBatches;
            this.version = version;
            named = version.bytes();
            microBatches.forEach(rows -> outputs.add(submit(Stage.FORWARD, rows, PassMessages.Pass.NONE)));
        }

        private CompletableFuture<byte[]> submit(Stage stage, TokenRows rows, Outputs numbers) {
            byte[] item = PassMessages.write(new PassMessages.Pass(named, rows, numbers));
            return workers.submit(stage.name(), item, version.shared());
        }

        @Override
        public Outputs forward(int microBatch) {
            return PassMessages.outputs(
                    Answers.of(outputs.get(microBatch), time, "the forward pass of micro-batch " + microBatch));
        }

        @Override
        public void backward(int microBatch, NDArray dlogprobs, NDArray dentropies, NDArray dfurther) {
            Outputs numbers = new Outputs(dlogprobs.toFloatArray(), dentropies.toFloatArray(), dfurther.toFloatArray());
            gradients.add(submit(Stage.GRADIENT, microBatches.get(microBatch), numbers));
            while (added < gradients.size() && gradients.get(added).isDone()) {
                add();
            }
        }

        /** Adds the next gradient in the order of micro-batches, whichever came first. */
        private void add() {
            policy.addUp(Answers.of(gradients.get(added), time, "the gradient of micro-batch " + added));
            gradients.set(added, CompletableFuture.completedFuture(new byte[0])); // it need not be kept
            added++;
        }

        @Override
        public void end() {
            while (added < gradients.size()) {
                add();
            }
        }

        @Override
        public void close() {
            outputs.forEach(task -> task.cancel(true));
            gradients.forEach(task -> task.cancel(true));
        }
    }
}
