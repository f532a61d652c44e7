package org.reason4j.reward.unsupervised.confidence;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.unsupervised.confidence.EmRlConfig.Level;

/**
 * Entropy minimised by rewards. Sequence: {@code R = sum_t ln p(y_t)}, whose expectation is minus the entropy of responses.
 * Token: {@code R = -sum_t H_t}, with the entropy of the whole next-token distribution. Sums go over learned tokens, in nats.
 *
 * <p>The policy is that of the step's start, at the sampling temperature. A sum favours short responses: with {@code mean}
 * the token level is the reward {@code negative-entropy}.
 *
 * @see <a href="https://arxiv.org/abs/2505.15134">The Unreasonable Effectiveness of Entropy Minimization</a>
 */
public final class EmRl implements Reward {

    private final EmRlConfig config;
    private final TokenStream stream;

    public EmRl(EmRlConfig config) {
        this.config = config;
        stream = config.level() == Level.SEQUENCE ? TokenStream.OLD_LOGPROBS : TokenStream.ENTROPY;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(stream);
    }

    @Override
    public List<Score> score(Group group) {
        int sign = config.level() == Level.SEQUENCE ? 1 : -1;
        return Reward.perTrajectory(
                group,
                one -> TokenMean.score(one, stream, mean -> sign * mean * (config.mean() ? 1 : one.learnedTokens())));
    }
}
