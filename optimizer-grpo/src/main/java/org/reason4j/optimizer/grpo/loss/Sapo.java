package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * Soft adaptive policy optimization: a smooth gate in place of the clip. A token never stops earning, it earns less and less
 * the further its ratio is from 1, to either side.
 *
 * <p>{@code x = -A (4 / tau) sigmoid(tau (ratio - 1))}. The gradient is that of {@code -A ratio} times the gate {@code 4 s (1 -
 * s)} with {@code s = sigmoid(tau (ratio - 1))}, which is 1 at ratio 1. A larger {@code tau} for negative advantages lets them
 * fade faster.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/gate}, the share of its gradient that a token keeps; {@code
 * policy/ratio_mean}; {@code policy/kl_old}.
 *
 * @param tauPositive sharpness of the gate where the advantage is positive, above 0
 * @param tauNegative sharpness elsewhere, above 0
 * @see <a href="https://arxiv.org/abs/2511.20347">SAPO</a>
 */
public record Sapo(double tauPositive, double tauNegative) implements PolicyLoss {

    /** The temperatures of the paper, verl and TRL. */
    public static final Sapo DEFAULTS = new Sapo(1, 1.05);

    public Sapo {
        check(tauPositive > 0 && Double.isFinite(tauPositive), "sapo.tauPositive must be above 0, got %s", tauPositive);
        check(tauNegative > 0 && Double.isFinite(tauNegative), "sapo.tauNegative must be above 0, got %s", tauNegative);
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(20).exp();
        NDArray tau = Signs.either(tokens.advantages().gt(0), tauPositive, tauNegative);
        NDArray gate = Activation.sigmoid(tau.mul(ratio.sub(1)));
        RatioMetrics.of(batch, ratio, tokens.advantages());
        NDArray open = gate.stopGradient();
        batch.metric("policy/gate", open.mul(open.neg().add(1)).mul(4));
        NDArray perToken = tokens.advantages().mul(gate).div(tau).mul(batch.constant(-4));
        return batch.aggregate(perToken, aggregation);
    }
}
