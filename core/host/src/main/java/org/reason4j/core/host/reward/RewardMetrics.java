package org.reason4j.core.host.reward;

import com.google.common.math.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * The reward metrics of a step.
 *
 * <ul>
 *   <li>{@code reward/mean}, {@code reward/std}: of the composed rewards of the trajectories that were kept
 *   <li>{@code reward/KEY/mean}, {@code reward/KEY/std}: of all values that one reward gave, token rewards included,
 *       before clip and weight
 *   <li>{@code reward/KEY/share}: mean of what it contributed to the composed rewards of the trajectories that were kept,
 *       after clip, weight and gates; that of a gate is left out
 *   <li>{@code reward/KEY/unscorable}, {@code timed_out}, {@code failed}: trajectories without a value, after retries
 *   <li>{@code reward/KEY/retries}: calls that asked again
 *   <li>{@code reward/dropped_trajectories}, {@code reward/dropped_groups}: trajectories that were not kept; groups
 *       that lost all of theirs
 *   <li>{@code reward/abandoned_calls}: calls whose threads ignored the interruption after the deadline
 *   <li>{@code reward/frac_zero_std_groups}: share of the kept groups whose rewards are all equal
 * </ul>
 *
 * <p>Deviations have the divisor {@code n - 1} and are 0 for a single number. A mean, deviation or share of nothing is
 * left out, since any number would be wrong.
 */
final class RewardMetrics {

    private RewardMetrics() {}

    static Map<String, Double> of(List<Judgement> judgements, List<ScoredGroup> kept, int abandonedCalls) {
        Map<String, Double> metrics = new TreeMap<>();
        putSpread(
                metrics,
                "reward",
                kept.stream()
                        .flatMap(group -> group.trajectories().stream())
                        .map(ScoredTrajectory::reward)
                        .toList());
        Map<String, List<Judgement>> byKey = new TreeMap<>();
        judgements.forEach(judgement -> byKey.computeIfAbsent(judgement.reward().key(), key -> new ArrayList<>())
                .add(judgement));
        byKey.forEach((key, ofReward) -> putReward(metrics, "reward/" + key, ofReward));
        putShares(metrics, kept);
        metrics.put("reward/abandoned_calls", (double) abandonedCalls);
        if (!kept.isEmpty()) {
            metrics.put(
                    "reward/frac_zero_std_groups",
                    (double) kept.stream().filter(RewardMetrics::isFlat).count() / kept.size());
        }
        return metrics;
    }

    private static void putShares(Map<String, Double> metrics, List<ScoredGroup> kept) {
        Map<String, List<Double>> shares = new TreeMap<>();
        kept.stream()
                .flatMap(group -> group.trajectories().stream())
                .forEach(scored -> scored.shares()
                        .forEach((key, share) -> shares.computeIfAbsent(key, reward -> new ArrayList<>())
                                .add(share)));
        shares.forEach((key, values) ->
                metrics.put("reward/" + key + "/share", Stats.of(values).mean()));
    }

    private static void putReward(Map<String, Double> metrics, String prefix, List<Judgement> judgements) {
        List<Score> scores = judgements.stream()
                .flatMap(judgement -> judgement.scores().stream())
                .toList();
        putSpread(
                metrics,
                prefix,
                scores.stream()
                        .filter(Score.Value.class::isInstance)
                        .map(score -> total((Score.Value) score))
                        .toList());
        metrics.put(prefix + "/unscorable", count(scores, Score.Unscorable.class::isInstance));
        metrics.put(prefix + "/timed_out", count(scores, Score.TimedOut.class::isInstance));
        metrics.put(prefix + "/failed", count(scores, Score.Failed.class::isInstance));
        metrics.put(
                prefix + "/retries",
                judgements.stream().mapToDouble(Judgement::retries).sum());
    }

    private static void putSpread(Map<String, Double> metrics, String prefix, List<Double> values) {
        if (!values.isEmpty()) {
            Stats stats = Stats.of(values);
            metrics.put(prefix + "/mean", stats.mean());
            metrics.put(prefix + "/std", values.size() == 1 ? 0 : stats.sampleStandardDeviation());
        }
    }

    private static double count(List<Score> scores, Predicate<Score> kind) {
        return scores.stream().filter(kind).count();
    }

    private static double total(Score.Value score) {
        double total = score.value();
        for (float reward : score.tokenRewards().orElse(new float[0])) {
            total += reward;
        }
        return total;
    }

    private static boolean isFlat(ScoredGroup group) {
        Stats stats = Stats.of(group.rewards());
        return stats.min() == stats.max();
    }
}
