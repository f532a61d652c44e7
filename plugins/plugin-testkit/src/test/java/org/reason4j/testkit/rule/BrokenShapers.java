package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;

/** Reward shapers that break one rule each, by the rule's name without a prefix. */
final class BrokenShapers {

    private BrokenShapers() {}

    private static RewardShaper each(ToDoubleFunction<ScoredTrajectory> reward) {
        return groups -> groups.stream()
                .map(group -> group.map(one -> one.withOutcome(reward.applyAsDouble(one))))
                .toList();
    }

    private static RewardShaper eachGroup(java.util.function.UnaryOperator<ScoredGroup> change) {
        return groups -> groups.stream().map(change).toList();
    }

    /** A good one: rewards are halved. */
    static RewardShaper good() {
        return each(one -> one.outcome() / 2);
    }

    static Map<String, Supplier<RewardShaper>> all() {
        Map<String, Supplier<RewardShaper>> all = new LinkedHashMap<>();
        all.put(
                "the same groups",
                () -> eachGroup(
                        group -> group.withTrajectories(group.trajectories().subList(1, group.size()))));
        all.put(
                "groups of one",
                () -> eachGroup(group -> {
                    double mean = java.util.Arrays.stream(group.rewards()).sum() / (group.size() - 1);
                    return group.map(one -> one.withOutcome(one.outcome() - mean));
                }));
        all.put(
                "groups of equal rewards",
                () -> eachGroup(group -> {
                    double first = group.rewards()[0];
                    double spread = java.util.Arrays.stream(group.rewards())
                            .map(r -> Math.abs(r - first))
                            .sum();
                    return group.map(one -> one.withOutcome(one.outcome() / spread));
                }));
        all.put("truncated responses", () -> groups -> {
            List<ScoredTrajectory> whole = groups.stream()
                    .flatMap(group -> group.trajectories().stream())
                    .filter(one -> one.trajectory().finish() == org.reason4j.api.data.Finish.STOP)
                    .toList();
            double mean = whole.stream().mapToDouble(ScoredTrajectory::outcome).sum() / whole.size();
            return each(one -> one.outcome() - mean).shape(groups);
        });
        all.put(
                "empty responses",
                () -> each(one -> one.outcome() / one.trajectory().length()));
        all.put(
                "order of responses",
                () -> eachGroup(group -> {
                    AtomicInteger rank = new AtomicInteger();
                    return group.map(one -> one.withOutcome(rank.getAndIncrement()));
                }));
        all.put("order of groups", () -> groups -> {
            double first = groups.get(0).rewards().length;
            return each(one -> one.outcome() - first).shape(groups);
        });
        AtomicInteger made = new AtomicInteger();
        all.put("the same groups, the same rewards", () -> {
            int number = made.incrementAndGet();
            return each(one -> one.outcome() + number);
        });
        all.put(
                "numbers that are not finite",
                () -> each(one -> Double.isNaN(one.outcome()) ? 0 : Math.max(-1, Math.min(1, one.outcome()))));
        all.put("inputs stay as they are", () -> groups -> {
            List<ScoredGroup> shaped = new ArrayList<>(good().shape(groups));
            for (int i = 0; i < shaped.size(); i++) {
                groups.set(i, shaped.get(i));
            }
            return shaped;
        });
        return all;
    }
}
