package org.reason4j.api.data;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The trajectories of one prompt that could be scored, in order of their sample index.
 *
 * <p>A trajectory dropped for want of a score is not in here, so that it takes no part in group statistics either.
 *
 * @param greedy the policy's most likely response, where a component asked for it; it is not learned from
 */
public record ScoredGroup(Prompt prompt, List<ScoredTrajectory> trajectories, Optional<ScoredTrajectory> greedy) {

    public ScoredGroup {
        trajectories = List.copyOf(trajectories);
    }

    /** A group without a greedy response. */
    public ScoredGroup(Prompt prompt, List<ScoredTrajectory> trajectories) {
        this(prompt, trajectories, Optional.empty());
    }

    /** Number of trajectories, {@code G}. */
    public int size() {
        return trajectories.size();
    }

    /** The reward of each trajectory, {@code [G]}. */
    public double[] rewards() {
        return trajectories.stream().mapToDouble(ScoredTrajectory::reward).toArray();
    }

    /** Returns a copy with each trajectory replaced. */
    public ScoredGroup map(UnaryOperator<ScoredTrajectory> change) {
        return new ScoredGroup(prompt, trajectories.stream().map(change).toList(), greedy);
    }
}
