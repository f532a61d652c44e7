package org.reason4j.api.data;

import static org.reason4j.api.plugin.ConfigException.check;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How the entropy of a token's distribution is lowered before the token is drawn, to {@code max(threshold, share H)}, with
 * {@code H} its entropy at the sampling temperature. A distribution at or below that stays as it is.
 *
 * <p>With {@code steps}, the logits move by steps of Adam down the gradient of {@code entropy + divergence KL(before ||
 * after)}, until the entropy is there or the steps are taken. Without, they are divided by the temperature in [0.01, 1] that
 * gives that entropy, or the least.
 *
 * @param threshold entropy that is low enough, in nats, at least 0
 * @param share of the entropy that is low enough, in [0, 1)
 * @param steps at most so many per token, in [0, 1000]; 0 for a temperature
 * @param rate learning rate of a step, above 0
 * @param divergence weight of the divergence, at least 0
 * @see <a href="https://arxiv.org/abs/2505.15134">The unreasonable effectiveness of entropy minimization in LLM reasoning
 *     (EM-INF)</a>
 */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public record EntropyMinimization(double threshold, double share, int steps, double rate, double divergence) {

    /** Steps on logits with the defaults of the authors' code. */
    public static final EntropyMinimization LOGITS = new EntropyMinimization(0.3, 0, 5, 0.1, 0.001);

    /** A temperature for every token, with the defaults of the authors' code. */
    public static final EntropyMinimization TEMPERATURE = new EntropyMinimization(1e-6, 0.2, 0, 0.1, 0);

    /** Steps on logits down to an entropy in nats, with the other defaults of the authors' code. */
    public static EntropyMinimization towards(double threshold) {
        return new EntropyMinimization(threshold, 0, LOGITS.steps, LOGITS.rate, LOGITS.divergence);
    }

    public EntropyMinimization {
        check(
                threshold >= 0 && Double.isFinite(threshold),
                "threshold must be at least 0 nats of entropy, got %s",
                threshold);
        check(share >= 0 && share < 1, "share must be in [0, 1), got %s", share);
        check(steps >= 0 && steps <= 1000, "steps must be in [0, 1000], got %s", steps);
        check(rate > 0 && Double.isFinite(rate), "rate must be above 0, got %s", rate);
        check(divergence >= 0 && Double.isFinite(divergence), "divergence must be at least 0, got %s", divergence);
    }
}
