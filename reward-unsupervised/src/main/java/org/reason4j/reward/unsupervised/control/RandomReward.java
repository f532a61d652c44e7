package org.reason4j.reward.unsupervised.control;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.unsupervised.control.RandomRewardConfig.Distribution;

/**
 * A reward independent of the response: the control that every other reward should beat.
 *
 * <p>It is 1 with probability {@code p}, else 0; or uniform in [0, 1). It is a function of the seed, the policy's
 * version, the prompt's id and the sample, so a resumed run gives the same rewards.
 *
 * @see <a href="https://arxiv.org/abs/2506.10947">Spurious Rewards</a>
 */
public final class RandomReward implements Reward {

    private final RandomRewardConfig config;

    public RandomReward(RandomRewardConfig config) {
        this.config = config;
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> Score.of(value(one)));
    }

    private double value(Trajectory one) {
        long key = SplitMix64.key(config.seed(), one.policyVersion().orElse(0), one.sample());
        long number = SplitMix64.number(SplitMix64.extend(key, one.prompt().id()), 0);
        double drawn = SplitMix64.uniform(number);
        if (config.distribution() == Distribution.UNIFORM) {
            return drawn;
        }
        return drawn < config.probability() ? 1 : 0;
    }
}
