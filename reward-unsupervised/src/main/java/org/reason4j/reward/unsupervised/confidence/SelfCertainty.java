package org.reason4j.reward.unsupervised.confidence;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.reward.Reward;

/**
 * Distance of the policy's predictions from the uniform distribution: {@code mean_t c_t} over learned tokens, with
 * {@code c_t = -1/V sum_v ln p_t(v)} = {@code KL(uniform || p_t) + ln V}, in nats and at least {@code ln V}.
 *
 * <p>The policy is that of the step's start, at the sampling temperature. The constant {@code ln V}, which the paper
 * leaves out, cancels in every group-relative advantage.
 *
 * @see <a href="https://arxiv.org/abs/2505.19590">Intuitor, equation 4</a>
 */
public final class SelfCertainty implements Reward {

    public SelfCertainty(SelfCertaintyConfig config) {}

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.CERTAINTY);
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> TokenMean.score(one, TokenStream.CERTAINTY, mean -> mean));
    }
}
