package org.reason4j.optimizer.grpo.advantage;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;

/** Rewards of groups as plain numbers, and advantages per response as credits. */
final class Rewards {

    private Rewards() {}

    /** The rewards of all responses, group by group. */
    static double[] of(List<ScoredGroup> groups) {
        return groups.stream()
                .flatMapToDouble(group -> Arrays.stream(group.rewards()))
                .toArray();
    }

    /** Number of rewards above a bound: of responses that are right. */
    static int right(double above, double... rewards) {
        return (int) Arrays.stream(rewards).filter(reward -> reward > above).count();
    }

    /** Credits of an estimate that sees the rewards of one group at a time, {@code [G]}, and returns its advantages. */
    static List<Credit> perGroup(List<ScoredGroup> groups, UnaryOperator<double[]> estimate) {
        return groups.stream()
                .flatMap(group -> Credit.perTrajectory(group, estimate.apply(group.rewards())).stream())
                .toList();
    }

    /** Credits of advantages per response, {@code [G]} for each group, times a factor. */
    static List<Credit> credits(List<ScoredGroup> groups, List<double[]> advantages, double factor) {
        return IntStream.range(0, groups.size())
                .mapToObj(g -> Credit.perTrajectory(groups.get(g), Statistics.scaled(factor, advantages.get(g))))
                .flatMap(List::stream)
                .toList();
    }

    /** The distances from the mean of their group, {@code [G]} for each. */
    static List<double[]> centred(List<ScoredGroup> groups) {
        return groups.stream().map(group -> Statistics.centred(group.rewards())).toList();
    }

    /** All numbers of all groups. */
    static double[] flat(List<double[]> perGroup) {
        return perGroup.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
