package org.reason4j.reward.unsupervised.confidence;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.reward.Reward;

/**
 * Confidence of the policy in its next tokens: {@code -mean_t H_t} over learned tokens, with {@code H_t = -sum_v p_t(v)
 * ln p_t(v)}, in nats; at most 0.
 *
 * <p>The policy is that of the step's start, at the sampling temperature. The whole response counts; RENT also studies
 * parts of it, such as the answer alone.
 *
 * @see <a href="https://arxiv.org/abs/2505.22660">RENT</a>
 */
public final class NegativeEntropy implements Reward {

    public NegativeEntropy(NegativeEntropyConfig config) {}

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.ENTROPY);
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> TokenMean.score(one, TokenStream.ENTROPY, mean -> -mean));
    }
}
