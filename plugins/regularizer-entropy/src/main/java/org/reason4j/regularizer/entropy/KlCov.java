package org.reason4j.regularizer.entropy;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.regularizer.Regularizer;

/**
 * KL-Cov: charges the tokens of highest covariance for moving. The {@code max(1, floor(ratio * N))} learned tokens with
 * the largest {@link TokenCovariance} are marked, and each adds {@code coefficient * |logprob - oldLogprob|} to the loss.
 *
 * <p>The charge is 0, and so is its gradient, as long as the policy is where the step began: a step needs several
 * updates for it to matter.
 *
 * <p>Deviations: tokens are chosen once per step, over all of it, from the log-probabilities at the step's start; verl
 * chooses in every micro-batch, from those of the policy in training. The clip of the policy optimizer stays in force;
 * the paper has none beside this term, so for its form set the optimizer's clip as wide as it goes.
 *
 * <p>Metrics: {@code regularizer/kl_cov_marked}, the share of learned tokens that are charged, and
 * {@code regularizer/kl_cov_moved}, the sum of {@code |logprob - oldLogprob|} over them, divided by all learned tokens.
 *
 * @see <a href="https://arxiv.org/abs/2505.22617">The Entropy Mechanism of Reinforcement Learning, section 4.2</a>
 */
public final class KlCov implements Regularizer {

    /** 1 on marked tokens, else 0. */
    static final TokenStream MARKED = TokenStream.of("regularizer-entropy", "klCovMarked");

    private final KlCovConfig config;

    public KlCov(KlCovConfig config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.OLD_LOGPROBS);
    }

    @Override
    public List<Credit> shapeCredits(List<Credit> credits) {
        LearnedTokens tokens = new LearnedTokens(credits);
        double[] covariances = tokens.covariances();
        List<float[]> marks =
                tokens.perCredit(Largest.of(covariances, Largest.count(config.ratio(), covariances.length)));
        List<Credit> shaped = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            Credit credit = credits.get(i);
            shaped.add(Credit.of(credit.trajectory().with(MARKED, marks.get(i)), credit.advantages()));
        }
        return shaped;
    }

    @Override
    public Optional<NDArray> loss(TokenBatch batch) {
        NDArray marked = batch.stream(MARKED);
        NDArray moved = perToken(batch, marked);
        batch.metric("regularizer/kl_cov_marked", marked);
        batch.metric("regularizer/kl_cov_moved", moved);
        return Optional.of(batch.aggregate(moved.mul(batch.constant(config.coefficient())), config.aggregation()));
    }

    /** {@code |logprob - oldLogprob|} on marked tokens, else 0, {@code [B, T]}. */
    private static NDArray perToken(TokenBatch batch, NDArray marked) {
        NDArray distance = batch.learned(batch.logprobs())
                .sub(batch.learned(batch.oldLogprobs()))
                .abs();
        return distance.mul(marked);
    }
}
