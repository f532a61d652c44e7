package org.reason4j.api.data;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Objects;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A way to lower the entropy of a token's distribution before the token is drawn, to {@code max(threshold, share H)}, with
 * {@code H} its entropy at the sampling temperature. A distribution at or below that stays as it is. Immutable.
 *
 * <p>With {@code steps}, the logits move by steps of Adam down the gradient of {@code entropy + divergence KL(before ||
 * after)}, until the entropy is there or the steps are taken. Without, they are divided by the temperature in [0.01, 1] that
 * gives that entropy, or the least.
 *
 * @see <a href="https://arxiv.org/abs/2505.15134">The unreasonable effectiveness of entropy minimization in LLM reasoning
 *     (EM-INF)</a>
 */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class EntropyMinimization {

    /** Steps on logits with the defaults of the authors' code. */
    public static final EntropyMinimization LOGITS = of(0.3, 0, 5, 0.1, 0.001);

    /** A temperature for every token, with the defaults of the authors' code. */
    public static final EntropyMinimization TEMPERATURE = of(1e-6, 0.2, 0, 0.1, 0);

    private final double threshold;
    private final double share;
    private final int steps;
    private final double rate;
    private final double divergence;

    private EntropyMinimization(double threshold, double share, int steps, double rate, double divergence) {
        this.threshold = threshold;
        this.share = share;
        this.steps = steps;
        this.rate = rate;
        this.divergence = divergence;
    }

    /**
     * Returns the way with these numbers.
     *
     * @param threshold entropy that is low enough, in nats, at least 0
     * @param share of the entropy that is low enough, in [0, 1)
     * @param steps at most so many per token, in [0, 1000]; 0 for a temperature
     * @param rate learning rate of a step, above 0
     * @param divergence weight of the divergence, at least 0
     * @throws org.reason4j.api.plugin.ConfigException if a number is out of range
     */
    public static EntropyMinimization of(double threshold, double share, int steps, double rate, double divergence) {
        check(
                threshold >= 0 && Double.isFinite(threshold),
                "threshold must be at least 0 nats of entropy, got %s",
                threshold);
        check(share >= 0 && share < 1, "share must be in [0, 1), got %s", share);
        check(steps >= 0 && steps <= 1000, "steps must be in [0, 1000], got %s", steps);
        check(rate > 0 && Double.isFinite(rate), "rate must be above 0, got %s", rate);
        check(divergence >= 0 && Double.isFinite(divergence), "divergence must be at least 0, got %s", divergence);
        return new EntropyMinimization(threshold, share, steps, rate, divergence);
    }

    /** Steps on logits down to an entropy in nats, with the other defaults of the authors' code. */
    public static EntropyMinimization towards(double threshold) {
        return of(threshold, 0, LOGITS.steps, LOGITS.rate, LOGITS.divergence);
    }

    /** Entropy that is low enough, in nats. */
    public double threshold() {
        return threshold;
    }

    /** Share of the entropy that is low enough. */
    public double share() {
        return share;
    }

    /** Most steps per token; 0 for a temperature. */
    public int steps() {
        return steps;
    }

    /** Learning rate of a step. */
    public double rate() {
        return rate;
    }

    /** Weight of the divergence from the distribution before. */
    public double divergence() {
        return divergence;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntropyMinimization that
                && that.threshold == threshold
                && that.share == share
                && that.steps == steps
                && that.rate == rate
                && that.divergence == divergence;
    }

    @Override
    public int hashCode() {
        return Objects.hash(threshold, share, steps, rate, divergence);
    }

    @Override
    public String toString() {
        return "entropy to " + threshold + " or " + share + " of it, " + steps + " steps of " + rate + ", divergence "
                + divergence;
    }
}
