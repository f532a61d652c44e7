package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;

/**
 * Kimi k1.5's loss: REINFORCE and a squared log-ratio that keeps the policy near where the step began, with no clip and no
 * weight.
 *
 * <p>{@code x = -A logprob + tau/2 d^2} with {@code d = logprobs - oldLogprobs}; by response, {@code d} is the sum over its
 * tokens, and the square is shared out among them.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/log_ratio_squared}; {@code policy/ratio_mean}; {@code
 * policy/kl_old}.
 *
 * @param tau factor of the squared log-ratio, at least 0
 * @param level what the squared log-ratio is of
 * @see <a href="https://arxiv.org/abs/2501.12599">Kimi k1.5, section 2.3.2</a>
 */
public record KimiPg(double tau, Level level) implements PolicyLoss {

    /** What the squared log-ratio is of. */
    public enum Level {
        /** Each token. */
        TOKEN,
        /** The whole response, as the paper writes it; with {@code SEQ_MEAN_TOKEN_SUM} its loss is the paper's. */
        RESPONSE
    }

    /** Tokens, as in ROLL. */
    public static final KimiPg DEFAULTS = new KimiPg(0.1, Level.TOKEN);

    public KimiPg {
        check(tau >= 0 && Double.isFinite(tau), "kimi-pg.tau must be at least 0, got %s", tau);
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray logRatio = tokens.logRatio(0);
        NDArray squared = level == Level.TOKEN
                ? logRatio.square()
                : tokens.onEachToken(
                        tokens.sums(logRatio).square().div(batch.lengths().maximum(1)));
        RatioMetrics.of(batch, tokens.logRatio(20).exp(), tokens.advantages());
        batch.metric("policy/log_ratio_squared", squared);
        NDArray perToken =
                squared.mul(batch.constant(tau / 2)).sub(tokens.advantages().mul(tokens.logprobs()));
        return batch.aggregate(perToken, aggregation);
    }
}
