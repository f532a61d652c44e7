package org.reason4j.regularizer.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * A penalty on responses near the length limit that grows linearly towards it, so that truncation is not a cliff.
 *
 * <p>With {@code L} response tokens: {@code 0} up to {@code maxTokens - cache}, then {@code (maxTokens - cache - L) /
 * cache}, and {@code -1} from {@code maxTokens} on, times {@code penalty}. verl has no lower bound of -1; since its
 * responses end at the limit, both agree. The greedy response of a group gets the same penalty.
 *
 * <p>Metric: {@code shaping/soft_overlong}, the mean of the penalties added to rewards, at most 0.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, equation 13</a>
 */
public final class SoftOverlong implements RewardShaper {

    private final SoftOverlongConfig config;
    private final Metrics metrics;

    public SoftOverlong(SoftOverlongConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .forEach(scored -> metrics.mean("shaping/soft_overlong", penalty(scored.trajectory())));
        return groups.stream().map(group -> group.mapAll(this::shape)).toList();
    }

    private ScoredTrajectory shape(ScoredTrajectory scored) {
        return scored.withOutcome(scored.outcome() + penalty(scored.trajectory()));
    }

    private double penalty(Trajectory trajectory) {
        check(
                trajectory.finish() != Finish.LENGTH || trajectory.length() >= config.maxTokens(),
                "soft-overlong.maxTokens is %s, but a response was cut off at %s tokens, so the penalty could never be taken"
                        + " in full. Set it to rollout.maxTokens, and soft-overlong.cache to a part of it.",
                config.maxTokens(),
                trajectory.length());
        return penalty(trajectory.length(), config);
    }

    /** The term added to the reward of a response with that many tokens, from {@code -penalty} to 0. */
    static double penalty(int length, SoftOverlongConfig config) {
        int over = length - (config.maxTokens() - config.cache());
        return over <= 0 ? 0 : -config.penalty() * Math.min(1, (double) over / config.cache());
    }
}
