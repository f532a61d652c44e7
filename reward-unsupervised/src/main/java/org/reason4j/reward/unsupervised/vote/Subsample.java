package org.reason4j.reward.unsupervised.vote;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.sampler.GroupFilter;

/**
 * Learns from a part of a group, all of which was sampled and scored: the responses with the smallest sample indices, which
 * are as random as any others. In TTRL 64 responses vote on the label, and 32 of them are learned from.
 *
 * @see <a href="https://arxiv.org/abs/2504.16084">TTRL: vote, then sample</a>
 */
public final class Subsample implements GroupFilter {

    private final SubsampleConfig config;

    public Subsample(SubsampleConfig config) {
        this.config = config;
    }

    @Override
    public boolean splitsGroups() {
        return true;
    }

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        if (group.size() <= config.size()) {
            return Optional.of(group);
        }
        Set<Integer> kept = group.trajectories().stream()
                .map(one -> one.trajectory().sample())
                .sorted()
                .limit(config.size())
                .collect(Collectors.toSet());
        return Optional.of(group.withTrajectories(
                group.trajectories().stream().filter(one -> isKept(one, kept)).toList()));
    }

    private static boolean isKept(ScoredTrajectory one, Set<Integer> kept) {
        return kept.contains(one.trajectory().sample());
    }
}
