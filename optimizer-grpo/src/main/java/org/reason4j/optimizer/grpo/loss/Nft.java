package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.Classes;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * Negative-aware fine-tuning: right responses are imitated, and wrong ones train an implicit negative policy that is made of
 * the same weights.
 *
 * <p>With {@code a} the share of right responses to the prompt, within {@code leastRate} of 0 and 1: a right response's tokens
 * have {@code -ln ratio}, a wrong one's {@code negativeWeight} times {@code -ln max(q, floor)} with {@code q = (1 - a ratio) /
 * (1 - a)}. Where the floor acts, it acts on the value; the gradient is that of {@code q} over the floor. Both are multiplied
 * by the weight of the prompt. Right and wrong are by the sign of the advantage, see {@link Classes}; its size does not
 * matter, and where it is 0 nothing is learned.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/right_share}; {@code policy/floor_share}, of tokens of wrong
 * responses whose {@code q} is below the floor; {@code policy/ratio_mean}; {@code policy/kl_old}.
 *
 * @param negativeWeight weight of wrong responses, at least 0; 0 is rejection fine-tuning
 * @param floor least value of a wrong token's implicit ratio, in (0, 1]
 * @param promptWeight weight of a prompt by its share of right responses
 * @param leastRate least distance of that share from 0 and from 1, in (0, 0.5)
 * @see <a href="https://arxiv.org/abs/2505.18116">NFT</a>
 */
public record Nft(double negativeWeight, double floor, PromptWeight promptWeight, double leastRate)
        implements PolicyLoss {

    /** Weight of a prompt by its share {@code a} of right responses. */
    public enum PromptWeight {
        /** 1. */
        NONE,
        /** {@code 1 - a}: hard prompts weigh more. */
        WRONG_SHARE,
        /** {@code sqrt((1 - a) / a)}, as GRPO's deviation does. */
        ODDS
    }

    /** The released run of a model of 7B. */
    public static final Nft DEFAULTS = new Nft(1, 1, PromptWeight.WRONG_SHARE, 0.02);

    private static final double LARGEST_LOG_RATIO = 10;

    public Nft {
        check(
                negativeWeight >= 0 && Double.isFinite(negativeWeight),
                "nft.negativeWeight must be at least 0, got %s",
                negativeWeight);
        check(floor > 0 && floor <= 1, "nft.floor must be in (0, 1], got %s", floor);
        check(leastRate > 0 && leastRate < 0.5, "nft.leastRate must be in (0, 0.5), got %s", leastRate);
    }

    @Override
    public boolean perResponse() {
        return true;
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS)
                .withGroupsTogether()
                .groupsOf(2);
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray logRatio = tokens.logRatio(0).minimum(batch.constant(LARGEST_LOG_RATIO));
        NDArray ratio = logRatio.exp();
        RatioMetrics.of(batch, ratio, tokens.advantages());
        Classes classes = Classes.of(tokens);
        float[] rates = rates(classes);
        NDArray isRight = tokens.onEachToken(batch.column(ofSign(classes, 1))).gt(0);
        NDArray isWrong = tokens.onEachToken(batch.column(ofSign(classes, -1))).gt(0);
        NDArray rate = batch.column(rates);
        NDArray implicit = ratio.mul(rate).neg().add(1).div(rate.neg().add(1));
        batch.metric("policy/right_share", Signs.number(isRight));
        batch.metric("policy/floor_share", Signs.number(isWrong.logicalAnd(implicit.lt(floor))));
        NDArray wrong = floored(implicit).log().mul(batch.constant(-negativeWeight));
        NDArray none = logRatio.zerosLike();
        NDArray perToken = NDArrays.where(isRight, logRatio.neg(), NDArrays.where(isWrong, wrong, none));
        return batch.aggregate(perToken.mul(batch.column(weights(rates))), aggregation);
    }

    /** At least the floor in value, with the gradient of what is floored. */
    private NDArray floored(NDArray implicit) {
        NDArray raised = implicit.maximum(floor).sub(implicit).stopGradient();
        return implicit.add(raised);
    }

    private float[] rates(Classes classes) {
        float[] rates = new float[classes.signs().length];
        for (int i = 0; i < rates.length; i++) {
            double rate = classes.right()[i] / classes.members()[i];
            rates[i] = (float) Math.min(1 - leastRate, Math.max(leastRate, rate));
        }
        return rates;
    }

    private float[] weights(float[] rates) {
        float[] weights = new float[rates.length];
        for (int i = 0; i < rates.length; i++) {
            weights[i] = switch (promptWeight) {
                case NONE -> 1;
                case WRONG_SHARE -> 1 - rates[i];
                case ODDS -> (float) Math.sqrt((1 - rates[i]) / rates[i]);
            };
        }
        return weights;
    }

    private static float[] ofSign(Classes classes, int sign) {
        float[] ones = new float[classes.signs().length];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = classes.signs()[i] == sign ? 1 : 0;
        }
        return ones;
    }
}
