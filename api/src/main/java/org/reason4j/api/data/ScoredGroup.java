package org.reason4j.api.data;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The trajectories of one prompt that could be scored, in order of their sample index. Immutable.
 *
 * <p>A trajectory dropped for want of a score is not in here, so that it takes no part in group statistics either.
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class ScoredGroup {

    private final Prompt prompt;
    private final List<ScoredTrajectory> trajectories;
    private final Optional<ScoredTrajectory> greedy;

    private ScoredGroup(Prompt prompt, List<ScoredTrajectory> trajectories, Optional<ScoredTrajectory> greedy) {
        this.prompt = prompt;
        this.trajectories = trajectories;
        this.greedy = greedy;
    }

    /** A group without a greedy response. */
    public static ScoredGroup of(Prompt prompt, List<ScoredTrajectory> trajectories) {
        return new ScoredGroup(prompt, List.copyOf(trajectories), Optional.empty());
    }

    /** Returns a copy with the policy's most likely response beside it. */
    public ScoredGroup withGreedy(ScoredTrajectory response) {
        return new ScoredGroup(prompt, trajectories, Optional.of(response));
    }

    /** Returns a copy with other trajectories of the same prompt. */
    public ScoredGroup withTrajectories(List<ScoredTrajectory> others) {
        return new ScoredGroup(prompt, List.copyOf(others), greedy);
    }

    /** Input of the policy. */
    public Prompt prompt() {
        return prompt;
    }

    /** The responses to it. */
    public List<ScoredTrajectory> trajectories() {
        return trajectories;
    }

    /** The policy's most likely response, where a component asked for it; it is not learned from. */
    public Optional<ScoredTrajectory> greedy() {
        return greedy;
    }

    /** Number of trajectories, {@code G}. */
    public int size() {
        return trajectories.size();
    }

    /** The reward of each trajectory, {@code [G]}. */
    public double[] rewards() {
        return trajectories.stream().mapToDouble(ScoredTrajectory::reward).toArray();
    }

    /** Returns a copy with each trajectory replaced, the greedy one as it is. */
    public ScoredGroup map(UnaryOperator<ScoredTrajectory> change) {
        return withTrajectories(trajectories.stream().map(change).toList());
    }

    /** Returns a copy with each trajectory replaced, the greedy one too. */
    public ScoredGroup mapAll(UnaryOperator<ScoredTrajectory> change) {
        return new ScoredGroup(prompt, trajectories.stream().map(change).toList(), greedy.map(change));
    }

    @Override
    public String toString() {
        return trajectories.size() + " scored responses to " + prompt;
    }
}
