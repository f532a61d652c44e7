package org.reason4j.optimizer.ppo;

import org.reason4j.api.optimizer.PolicyUpdate;
import org.reason4j.api.optimizer.WeightVector;

/**
 * Products of the Fisher matrix with vectors, from gradients alone.
 *
 * <p>{@code F v = (grad k3(w + h v) - grad k3(w - h v)) / (2 h)}, where {@code w} are the weights and {@link Divergence#k3} is
 * the divergence from the policy that they give: the central difference errs by {@code O(h²)}. As the sampled tokens come
 * from that policy, this is the empirical Fisher matrix of these tokens.
 *
 * <p>The step {@code h} balances rounding, which dominates small changes of log-probabilities, against the truncation
 * error of large ones: their root mean square change is within a factor of two of {@code spread}. The search starts
 * from the last {@code h}, at first from a thousandth of the weights' norm, and never exceeds a tenth of that norm.
 */
final class FisherProduct {

    private static final double FIRST = 1e-3;
    private static final double FARTHEST = 0.1;
    private static final int PROBES = 8;
    private static final double LARGEST_CHANGE = 1e4;

    private final PolicyUpdate policy;
    private final WeightVector weights;
    private final double spread;
    private final double length;
    private double distance;

    /**
     * Products at the current weights.
     *
     * @param weights the policy's weights, which every product restores
     */
    FisherProduct(PolicyUpdate policy, WeightVector weights, double spread) {
        this.policy = policy;
        this.weights = weights;
        this.spread = spread;
        this.length = Math.max(1, Math.sqrt(weights.dot(weights)));
        this.distance = FIRST * length;
    }

    /** Returns {@code F v}, a vector of its own; {@code v} is not 0. */
    WeightVector of(WeightVector v) {
        try {
            double step = moveAhead(v);
            WeightVector ahead = policy.gradient(Divergence::k3);
            policy.moveTo(weights);
            policy.move(v, -step);
            try (WeightVector behind = policy.gradient(Divergence::k3)) {
                return ahead.combine(1 / (2 * step), -1 / (2 * step), behind);
            }
        } finally {
            policy.moveTo(weights);
        }
    }

    /** Moves along {@code v} until the log-probabilities have changed by about the spread, and returns the distance. */
    private double moveAhead(WeightVector v) {
        double norm = Math.sqrt(v.dot(v));
        for (int probe = 1; ; probe++) {
            policy.moveTo(weights);
            policy.move(v, distance / norm);
            double change = Math.sqrt(policy.value(Divergence::squaredSpread)) / spread;
            boolean tooFar = !(change <= 2); // also where the policy has broken down
            boolean tooNear = change < 0.5 && distance < FARTHEST * length;
            if (probe == PROBES || !tooFar && !tooNear) {
                return distance / norm;
            }
            distance *= Double.isFinite(change) ? bounded(1 / change) : 1 / LARGEST_CHANGE;
            distance = Math.min(distance, FARTHEST * length);
        }
    }

    private static double bounded(double factor) {
        return Math.min(LARGEST_CHANGE, Math.max(1 / LARGEST_CHANGE, factor));
    }
}
