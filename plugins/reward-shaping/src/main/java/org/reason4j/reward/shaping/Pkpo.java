package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * Rewards whose policy gradient is that of pass@k, or of max@k where rewards are not 0 and 1: {@link MaxAtK}.
 *
 * <p>A group that lost responses to fewer than {@code k} is taken as a whole: {@code k = n}. The greedy response of a
 * group stays as it is.
 *
 * <p>Metric: {@code pkpo/max_at_k}, the estimate of max@k, mean over groups.
 *
 * @see <a href="https://arxiv.org/abs/2505.15201">PKPO: Pass@K Policy Optimization</a>
 */
public final class Pkpo implements RewardShaper {

    /** What is subtracted from each response's part. */
    public enum Baseline {
        /** Nothing: an optimizer's own baseline follows. */
        NONE,
        /** The mean part of the others, computed without the response: {@code k / (n - 1) max@k(others)}. */
        LEAVE_ONE_OUT,
        /** What the same subsets are worth without the response: {@code k / n max@(k - 1)(others)}. */
        LEAVE_ONE_OUT_MINUS_ONE
    }

    /**
     * Settings of PKPO.
     *
     * @param k number of attempts of which the best counts, at least 1
     * @param baseline what is subtracted
     */
    public record Config(int k, Baseline baseline) {

        /** The best of four. */
        public static final Config DEFAULTS = new Config(4, Baseline.NONE);

        public Config {
            check(k >= 1, "pkpo.k must be at least 1, got %s", k);
            check(
                    k >= 2 || baseline != Baseline.LEAVE_ONE_OUT_MINUS_ONE,
                    "pkpo.baseline LEAVE_ONE_OUT_MINUS_ONE compares with the best of k - 1, so pkpo.k must be at least 2, got"
                            + " %s",
                    k);
        }
    }

    private final Config config;
    private final Metrics metrics;

    public Pkpo(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(config.baseline() == Baseline.LEAVE_ONE_OUT ? config.k() + 1 : config.k());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream()
                .map(group -> {
                    double[] rewards = Rewards.of(group, "");
                    metrics.mean("pkpo/max_at_k", MaxAtK.mean(Math.min(config.k(), rewards.length), rewards));
                    return Rewards.replaced(group, of(config, rewards));
                })
                .toList();
    }

    /** The new reward of each response, {@code [n]}. */
    static double[] of(Config config, double... rewards) {
        int n = rewards.length;
        int k = Math.min(config.k(), n);
        double[] parts = MaxAtK.parts(k, rewards);
        for (int i = 0; i < n; i++) {
            parts[i] -= baseline(config.baseline(), k, without(i, rewards));
        }
        return parts;
    }

    private static double baseline(Baseline baseline, int k, double... others) {
        int n = others.length + 1;
        return switch (baseline) {
            case NONE -> 0;
            case LEAVE_ONE_OUT -> n == 1 ? 0 : (double) k / (n - 1) * MaxAtK.mean(Math.min(k, n - 1), others);
            case LEAVE_ONE_OUT_MINUS_ONE -> k == 1 ? 0 : (double) k / n * MaxAtK.mean(k - 1, others);
        };
    }

    private static double[] without(int i, double... rewards) {
        return IntStream.range(0, rewards.length)
                .filter(j -> j != i)
                .mapToDouble(j -> rewards[j])
                .toArray();
    }
}
