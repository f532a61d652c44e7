package org.reason4j.sampler.dynamic;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/** A part of a group, whose responses keep their order. */
final class PartOfGroup {

    private PartOfGroup() {}

    /** Returns the group with its responses in the order of their sample indices: a choice among them needs one. */
    static ScoredGroup bySample(ScoredGroup group) {
        return group.withTrajectories(group.trajectories().stream()
                .sorted(Comparator.comparingInt(one -> one.trajectory().sample()))
                .toList());
    }

    /** Returns the responses of {@code group} that are those of {@code ordered} at these indices. */
    static ScoredGroup of(ScoredGroup group, ScoredGroup ordered, List<Integer> indices) {
        Set<ScoredTrajectory> kept = new HashSet<>();
        indices.forEach(i -> kept.add(ordered.trajectories().get(i)));
        return group.withTrajectories(
                group.trajectories().stream().filter(kept::contains).toList());
    }

    /** Indices of the {@code k} smallest values, ascending; of equal values the earlier. */
    static List<Integer> smallest(double[] values, int k) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> values[i]).thenComparingInt(i -> i))
                .limit(k)
                .sorted()
                .toList();
    }
}
