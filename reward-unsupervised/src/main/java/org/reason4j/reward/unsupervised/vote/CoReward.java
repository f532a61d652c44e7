package org.reason4j.reward.unsupervised.vote;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a response whose answer is the one that most responses to the <em>other wording</em> of its problem gave, else 0.
 *
 * <p>It stands beside the sampler {@code co-reward}, which writes responses to both wordings and compares their answers. A
 * response whose other wording has no readable answer at all, or that was sampled without a second wording, is unscorable.
 *
 * @see <a href="https://arxiv.org/abs/2508.00410">Co-Reward, equation 8</a>
 */
public final class CoReward implements Reward {

    /** On every token of a response: 1 if its answer is the other wording's label, 0 if not, -1 if there is no label. */
    static final TokenStream AGREES = TokenStream.of("reward-unsupervised", "agrees");

    public CoReward(CoRewardConfig config) {}

    @Override
    public Requirements requirements() {
        return Requirements.streamsOf("the sampler 'co-reward' with this reward", AGREES);
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, CoReward::score);
    }

    private static Score score(Trajectory one) {
        Optional<float[]> agrees = one.find(AGREES).filter(numbers -> numbers.length > 0);
        if (agrees.isEmpty()) {
            return Score.unscorable("the response has no token, or was not written by the sampler 'co-reward'");
        }
        float number = agrees.get()[0];
        return number < 0
                ? Score.unscorable("no response to the other wording of the problem has a readable answer")
                : Score.of(number);
    }
}
