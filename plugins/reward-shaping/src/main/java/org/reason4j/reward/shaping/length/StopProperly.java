package org.reason4j.reward.shaping.length;

import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A response that was cut off has its reward multiplied by a coefficient of at least 0, or replaced by one below 0. The greedy
 * response is treated alike.
 *
 * <p>Metric: {@code prorl_truncation/truncated}, the share of responses that were cut off.
 *
 * @see <a href="https://github.com/OpenRLHF/OpenRLHF">OpenRLHF, stop_properly_penalty_coef (ProRL v2)</a>
 */
public record StopProperly(Config config, Metrics metrics) implements RewardShaper {

    /**
     * Settings of the penalty.
     *
     * @param coefficient factor of the reward of a response that was cut off; below 0, the reward itself
     */
    public record Config(double coefficient) {

        /** Nothing for a response that was cut off. */
        public static final Config DEFAULTS = new Config(0);

        public Config {
            Rewards.checkFinite("prorl-truncation.coefficient", coefficient);
        }
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .forEach(one -> metrics.mean("prorl_truncation/truncated", isTruncated(one) ? 1 : 0));
        return groups.stream().map(group -> group.mapAll(this::shape)).toList();
    }

    private ScoredTrajectory shape(ScoredTrajectory one) {
        if (!isTruncated(one)) {
            return one;
        }
        return config.coefficient() >= 0
                ? Rewards.scaled(one, config.coefficient())
                : Rewards.replaced(one, config.coefficient());
    }

    private static boolean isTruncated(ScoredTrajectory one) {
        return one.trajectory().finish() == Finish.LENGTH;
    }
}
