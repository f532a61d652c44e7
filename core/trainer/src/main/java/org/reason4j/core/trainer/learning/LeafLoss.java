package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.core.engine.model.kernel.LossGradient;

/**
 * A loss over one micro-batch, and its gradient with respect to a model's outputs: the leaves, {@code [B, T]}, or {@code [B,
 * T, k]} of top tokens. Their gradients go on into the model's own backward pass.
 */
final class LeafLoss {

    private final NDManager scope;
    private final MiniBatch all;
    private final MicroBatch batch;
    private final Shape shape;
    private final Map<TokenStream, NDArray> streams;
    private final List<NDArray> leaves = new ArrayList<>();
    private Map<TokenStream, TokenBatch.Top> tops = Map.of();
    private final Map<String, Double> metrics = new TreeMap<>();

    LeafLoss(NDManager scope, MiniBatch all, MicroBatch batch) {
        this.scope = scope;
        this.all = all;
        this.batch = batch;
        shape = new Shape(batch.size(), batch.width());
        streams = all.streams(scope, batch);
    }

    /** Makes a leaf of numbers per scored token, {@code [M]}. */
    NDArray leaf(float[] scored) {
        return leaf(padded(scored));
    }

    /** Makes a leaf of those of tokens that are not learned, among numbers per scored token, {@code [M]}. */
    NDArray observedLeaf(float[] scored) {
        return leaf(observed(scored));
    }

    /** Numbers of tokens that are not learned, among those per scored token, {@code [M]}, that are constant. */
    NDArray observed(float[] scored) {
        return scope.create(batch.observed(scored), shape);
    }

    private NDArray leaf(NDArray numbers) {
        numbers.setRequiresGradient(true);
        leaves.add(numbers);
        return numbers;
    }

    /** Adds top tokens; {@code further} are the policy's log-probabilities of them, {@code [M, K]}, as leaves. */
    void putTopLeaves(float[] further) {
        tops = all.tops().tops(scope, batch, further, this::leaf);
    }

    /** Adds top tokens; {@code further} are the policy's log-probabilities of them, {@code [M, K]}, as constants. */
    void putTops(float[] further) {
        tops = all.tops().tops(scope, batch, further, numbers -> numbers);
    }

    /** The gradient of the top tokens' leaves, {@code [M, K]}; empty where there are none. */
    NDArray topGradient() {
        return all.tops().gradient(scope, batch, tops);
    }

    /** Numbers per scored token, {@code [M]}, that are constant. */
    NDArray padded(float[] scored) {
        return scope.create(batch.padded(scored), shape);
    }

    /** Adds a stream, in place of one that the trajectories carry. */
    void put(TokenStream stream, NDArray values) {
        streams.put(stream, values);
    }

    boolean has(TokenStream stream) {
        return streams.containsKey(stream);
    }

    /** Computes a loss and the gradients of the leaves. */
    double differentiate(Function<TokenBatch, NDArray> loss) {
        return LossGradient.recording(() -> {
            TokenBatch tokens = tokens();
            NDArray total = loss.apply(tokens);
            for (NDArray leaf : leaves) {
                total = total.add(
                        leaf.mul(leaf.zerosLike()).sum()); // a gradient of zero, as a loss may leave a leaf unread
            }
            LossGradient.backward(total);
            note(tokens);
            return number(total);
        });
    }

    /** Computes a loss. */
    double value(Function<TokenBatch, NDArray> loss) {
        TokenBatch tokens = tokens();
        double value = number(loss.apply(tokens));
        note(tokens);
        return value;
    }

    /** Reads a scalar; one that was multiplied with a double is fp64. */
    private static double number(NDArray scalar) {
        return scalar.toType(DataType.FLOAT64, false).getDouble();
    }

    private TokenBatch tokens() {
        return TokenBatch.of(scope.create(batch.mask(), shape), streams, all.totals())
                .withRows(all.rows(batch))
                .withTops(tops);
    }

    private void note(TokenBatch tokens) {
        tokens.metrics().forEach((name, share) -> metrics.put(name, (double) share.getFloat()));
    }

    /** The gradient of a leaf of learned tokens, {@code [M]}; 0 for others that are scored. */
    NDArray gradient(NDArray leaf) {
        return scope.create(batch.scored(matrix(leaf)));
    }

    /** The gradient of a leaf of learned tokens and of one of the others, {@code [M]}. */
    NDArray gradient(NDArray learned, NDArray observed) {
        float[] both = matrix(learned);
        float[] others = observed.getGradient().toFloatArray();
        float[] mask = batch.mask();
        for (int i = 0; i < both.length; i++) {
            both[i] = mask[i] > 0 ? both[i] : others[i];
        }
        return scope.create(batch.scored(both));
    }

    private float[] matrix(NDArray leaf) {
        float[] gradient = leaf.getGradient().toFloatArray();
        float[] mask = batch.isObserving() ? batch.mask() : new float[0];
        for (int i = 0; i < mask.length; i++) {
            gradient[i] *= mask[i];
        }
        return gradient;
    }

    /** Metrics that the loss reported: this micro-batch's share of each mean. */
    Map<String, Double> metrics() {
        return metrics;
    }
}
