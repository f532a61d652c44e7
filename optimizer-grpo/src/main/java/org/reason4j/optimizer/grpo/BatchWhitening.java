package org.reason4j.optimizer.grpo;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;

/**
 * Advantages brought to mean 0 and variance 1 over all learned tokens of a step.
 *
 * <p>{@code (A - mean(A)) / sqrt(var(A) + 1e-8)} with the sample variance, so that a long response weighs more than a short
 * one. Fewer than two learned tokens have no variance and are only centred.
 *
 * @see <a href="https://arxiv.org/abs/2501.03262">REINFORCE++: global advantage normalization</a>
 * @see <a href="https://github.com/volcengine/verl/blob/main/verl/utils/torch_functional.py">verl, masked_whiten</a>
 */
final class BatchWhitening {

    private static final double EPSILON = 1e-8;

    private BatchWhitening() {}

    /** Returns the credits with their advantages whitened, 0 on tokens that are not learned. */
    static List<Credit> of(List<Credit> credits) {
        double mean = learned(credits).average().orElse(0);
        long count = learned(credits).count();
        double squares = learned(credits).map(a -> (a - mean) * (a - mean)).sum();
        double deviation = count < 2 ? 1 : Math.sqrt(squares / (count - 1) + EPSILON);
        return credits.stream().map(credit -> whitened(credit, mean, deviation)).toList();
    }

    private static DoubleStream learned(List<Credit> credits) {
        return credits.stream()
                .flatMapToDouble(credit -> IntStream.range(0, credit.advantages().length)
                        .filter(t -> credit.trajectory().learned()[t])
                        .mapToDouble(t -> credit.advantages()[t]));
    }

    private static Credit whitened(Credit credit, double mean, double deviation) {
        float[] whitened = new float[credit.advantages().length];
        for (int t = 0; t < whitened.length; t++) {
            if (credit.trajectory().learned()[t]) {
                whitened[t] = (float) ((credit.advantages()[t] - mean) / deviation);
            }
        }
        return new Credit(credit.trajectory(), whitened);
    }
}
