package org.reason4j.optimizer.ppo;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyUpdate;
import org.reason4j.api.optimizer.WeightVector;

/**
 * A policy {@code p(v | x) = softmax(W x)} over a few tokens, with responses that it sampled itself. Gradients go through
 * the same door as those of a language model: micro-batches, a leaf of log-probabilities, and a backward pass by hand.
 */
final class SoftmaxPolicy implements PolicyUpdate {

    private static final int RESPONSES_PER_MICRO_BATCH = 8;

    private final int vocabulary;
    private final boolean bf16;
    private final double[][][] states; // of each response and token
    private final int[][] tokens;
    private final float[][] oldLogprobs;
    private final float[][] advantages;
    private final Function<TokenBatch, NDArray> loss;
    private float[] weights;

    /**
     * Samples responses from random weights; the advantage of a token depends on what it is.
     *
     * @param bf16 true to round weights and log-probabilities to bf16 when they are read
     */
    SoftmaxPolicy(
            long seed, int features, int vocabulary, int responses, boolean bf16, Function<TokenBatch, NDArray> loss) {
        Random random = new Random(seed);
        this.vocabulary = vocabulary;
        this.bf16 = bf16;
        this.loss = loss;
        weights = new float[vocabulary * features];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        states = new double[responses][][];
        tokens = new int[responses][];
        advantages = new float[responses][];
        oldLogprobs = new float[responses][];
        for (int i = 0; i < responses; i++) {
            respond(i, 1 + random.nextInt(4), features, random);
        }
    }

    private void respond(int response, int length, int features, Random random) {
        states[response] = new double[length][features];
        tokens[response] = new int[length];
        advantages[response] = new float[length];
        oldLogprobs[response] = new float[length];
        for (int t = 0; t < length; t++) {
            double[] state = random.doubles(features, -1, 1).toArray();
            states[response][t] = state;
            tokens[response][t] = draw(probabilities(state), random.nextDouble());
            advantages[response][t] = tokens[response][t] == 0 ? 1 : -0.5f;
            oldLogprobs[response][t] = logprob(response, t);
        }
    }

    private static int draw(double[] probabilities, double place) {
        double passed = 0;
        for (int v = 0; v < probabilities.length - 1; v++) {
            passed += probabilities[v];
            if (place < passed) {
                return v;
            }
        }
        return probabilities.length - 1;
    }

    private double[] probabilities(double[] state) {
        double[] scores = new double[vocabulary];
        for (int v = 0; v < vocabulary; v++) {
            for (int d = 0; d < state.length; d++) {
                scores[v] += read(weights[v * state.length + d]) * state[d];
            }
        }
        double largest = Arrays.stream(scores).max().orElseThrow();
        double[] exponentials =
                Arrays.stream(scores).map(s -> Math.exp(s - largest)).toArray();
        double sum = Arrays.stream(exponentials).sum();
        return Arrays.stream(exponentials).map(e -> e / sum).toArray();
    }

    private float logprob(int response, int token) {
        double[] probabilities = probabilities(states[response][token]);
        return read((float) Math.log(probabilities[tokens[response][token]]));
    }

    /** Rounds to the nearest bf16, where that is asked for. */
    private float read(float value) {
        int bits = Float.floatToIntBits(value);
        return bf16 ? Float.intBitsToFloat((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000) : value;
    }

    int learnedTokens() {
        return Arrays.stream(tokens).mapToInt(response -> response.length).sum();
    }

    /** The empirical Fisher matrix of the sampled tokens, mean of grad(logprob) grad(logprob)'. */
    double[][] fisher() {
        double[][] fisher = new double[weights.length][weights.length];
        for (int i = 0; i < tokens.length; i++) {
            for (int t = 0; t < tokens[i].length; t++) {
                double[] score = new double[weights.length];
                addScore(score, i, t, 1);
                for (int a = 0; a < score.length; a++) {
                    for (int b = 0; b < score.length; b++) {
                        fisher[a][b] += score[a] * score[b] / learnedTokens();
                    }
                }
            }
        }
        return fisher;
    }

    /** Adds {@code scale} times the gradient of a token's log-probability. */
    private void addScore(double[] sum, int response, int token, double scale) {
        double[] state = states[response][token];
        double[] probabilities = probabilities(state);
        for (int v = 0; v < vocabulary; v++) {
            double slope = (v == tokens[response][token] ? 1 : 0) - probabilities[v];
            for (int d = 0; d < state.length; d++) {
                sum[v * state.length + d] += scale * slope * state[d];
            }
        }
    }

    @Override
    public Function<TokenBatch, NDArray> loss() {
        return loss;
    }

    @Override
    public WeightVector gradient(Function<TokenBatch, NDArray> formula) {
        double[] sum = new double[weights.length];
        pass(formula, (from, gradient) -> {
            int width = gradient.length / RESPONSES_PER_MICRO_BATCH;
            for (int i = from; i < Math.min(tokens.length, from + RESPONSES_PER_MICRO_BATCH); i++) {
                for (int t = 0; t < tokens[i].length; t++) {
                    addScore(sum, i, t, gradient[(i - from) * width + t]);
                }
            }
        });
        float[] gradient = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            gradient[i] = (float) sum[i];
        }
        return new Weights(gradient);
    }

    @Override
    public double value(Function<TokenBatch, NDArray> formula) {
        return pass(formula, (from, gradient) -> {});
    }

    /** Takes the gradient of a micro-batch's log-probabilities, {@code [B, T]} flattened. */
    private interface Backward {
        void accept(int from, float[] gradient);
    }

    private double pass(Function<TokenBatch, NDArray> formula, Backward backward) {
        BatchTotals totals = BatchTotals.of(learnedTokens(), tokens.length, tokens.length, 4);
        double value = 0;
        for (int from = 0; from < tokens.length; from += RESPONSES_PER_MICRO_BATCH) {
            float[][] logprobs = new float[tokens.length][];
            float[][] mask = new float[tokens.length][];
            for (int i = from; i < Math.min(tokens.length, from + RESPONSES_PER_MICRO_BATCH); i++) {
                logprobs[i] = new float[tokens[i].length];
                mask[i] = new float[tokens[i].length];
                Arrays.fill(mask[i], 1);
                for (int t = 0; t < tokens[i].length; t++) {
                    logprobs[i][t] = logprob(i, t);
                }
            }
            try (NDManager manager = NDManager.newBaseManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray leaf = padded(manager, logprobs, from);
                leaf.setRequiresGradient(true);
                TokenBatch batch = TokenBatch.of(
                        padded(manager, mask, from),
                        Map.of(
                                TokenStream.LOGPROBS, leaf,
                                TokenStream.OLD_LOGPROBS, padded(manager, oldLogprobs, from),
                                TokenStream.ADVANTAGES, padded(manager, advantages, from)),
                        totals);
                NDArray share = formula.apply(batch);
                value += share.getFloat();
                collector.backward(share);
                backward.accept(from, leaf.getGradient().toFloatArray());
            }
        }
        return value;
    }

    /** Responses from {@code from} on, as one micro-batch with a column of padding. */
    private static NDArray padded(NDManager manager, float[][] rows, int from) {
        float[][] matrix = new float[RESPONSES_PER_MICRO_BATCH][5];
        for (int i = 0; i < RESPONSES_PER_MICRO_BATCH && from + i < rows.length; i++) {
            System.arraycopy(rows[from + i], 0, matrix[i], 0, rows[from + i].length);
        }
        return manager.create(matrix);
    }

    @Override
    public void move(WeightVector direction, double scale) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (scale * Weights.of(direction)[i]);
        }
    }

    @Override
    public WeightVector weights() {
        return new Weights(weights.clone());
    }

    @Override
    public void moveTo(WeightVector other) {
        weights = Weights.of(other).clone();
    }
}
