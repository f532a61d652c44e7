package org.reason4j.regularizer.entropy;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import org.reason4j.api.data.LossAggregation;

/**
 * Settings of the entropy bonus.
 *
 * @param coefficient bonus of one nat; start of an adaptive coefficient
 * @param aggregation reduction of the tokens' entropies to one number
 * @param target entropy per token, in nats, below which the coefficient rises; 0 for a constant one that is always applied
 * @param delta change of an adaptive coefficient per step, or of its logarithm per nat
 * @param minimum least adaptive coefficient
 * @param maximum largest adaptive coefficient
 * @param adaptation how a coefficient adapts to the target
 */
public record EntropyConfig(
        double coefficient,
        LossAggregation aggregation,
        double target,
        double delta,
        double minimum,
        double maximum,
        Adaptation adaptation) {

    /** How a coefficient adapts. */
    public enum Adaptation {
        /** By {@code delta} up or down; the bonus is applied only while entropy is below the target (Skywork-OR1). */
        STEPS,
        /** By {@code delta (target - H)} in its logarithm; the bonus is always applied (soft actor-critic). */
        LOGARITHM
    }

    /** A small bonus that does not adapt. */
    public static final EntropyConfig DEFAULTS =
            new EntropyConfig(0.001, LossAggregation.TOKEN_MEAN, 0, 1e-4, 0, 0.005);

    /**
     * Starts without a bonus and keeps entropy at 0.2 nats.
     *
     * @see <a href="https://arxiv.org/abs/2505.22312">Skywork-OR1, adaptive entropy control</a>
     */
    static final EntropyConfig ADAPTIVE = new EntropyConfig(0, LossAggregation.TOKEN_MEAN, 0.2, 1e-4, 0, 0.005);

    /** Named settings. */
    public static final Map<String, EntropyConfig> PRESETS = Map.of("adaptive", ADAPTIVE);

    /** Settings that adapt by steps, if at all. */
    EntropyConfig(
            double coefficient,
            LossAggregation aggregation,
            double target,
            double delta,
            double minimum,
            double maximum) {
        this(coefficient, aggregation, target, delta, minimum, maximum, Adaptation.STEPS);
    }

    public EntropyConfig {
        check(
                coefficient >= 0 && Double.isFinite(coefficient),
                "entropy.coefficient must be at least 0, got %s",
                coefficient);
        check(target >= 0 && Double.isFinite(target), "entropy.target must be 0 (off) or positive, got %s", target);
        check(delta > 0 && Double.isFinite(delta), "entropy.delta must be positive, got %s", delta);
        check(
                minimum >= 0 && minimum < maximum && Double.isFinite(maximum),
                "entropy.minimum and entropy.maximum must be 0 <= minimum < maximum, got %s and %s",
                minimum,
                maximum);
        check(
                target == 0 || minimum <= coefficient && coefficient <= maximum,
                "entropy.coefficient is %s, but adapts between entropy.minimum %s and entropy.maximum %s; start between "
                        + "them, or widen them",
                coefficient,
                minimum,
                maximum);
        check(
                target == 0 || adaptation == Adaptation.STEPS || coefficient > 0,
                "entropy.coefficient is 0, whose logarithm can't adapt; start from a positive one, or set"
                        + " entropy.adaptation to STEPS");
    }
}
