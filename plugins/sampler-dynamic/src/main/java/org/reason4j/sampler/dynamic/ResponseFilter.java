package org.reason4j.sampler.dynamic;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.track.Metrics;
import org.reason4j.sampler.dynamic.ResponseFilterConfig.LeaveOut;

/**
 * Leaves out responses that are no good as examples, whatever their reward: too long ones, those without an end, those that repeat
 * themselves; or whole groups that have too many of them. A group of one is kept, unless its response is left out.
 *
 * <p>Metrics, with {@code overlong}, {@code no_end} or {@code repetition} for the reason: {@code filter/REASON_responses}, the
 * number of responses that the rule rejects in a step; {@code filter/REASON_groups}, that of groups left out for it.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 3.4: truncated responses are noise</a>
 */
public final class ResponseFilter implements GroupFilter {

    private final ResponseFilterConfig config;
    private final Metrics metrics;

    public ResponseFilter(ResponseFilterConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public boolean splitsGroups() {
        return config.leaveOut() == LeaveOut.RESPONSES;
    }

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        List<ScoredTrajectory> good = group.trajectories().stream()
                .filter(one -> !config.rule().rejects(one.trajectory()))
                .toList();
        int rejected = group.size() - good.size();
        boolean keeps =
                splitsGroups() ? good.size() >= Math.min(2, group.size()) : rejected <= config.share() * group.size();
        metrics.add("filter/" + config.rule().reason() + "_responses", rejected);
        metrics.add("filter/" + config.rule().reason() + "_groups", keeps ? 0 : 1);
        if (!keeps) {
            return Optional.empty();
        }
        return Optional.of(splitsGroups() && rejected > 0 ? group.withTrajectories(good) : group);
    }
}
