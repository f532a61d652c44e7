package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/**
 * Pass@k training's advantage in closed form: that of a response in the groups of {@code k} that it can be drawn into, each
 * of which wins where one of its members is right.
 *
 * <p>With {@code c} right ones of {@code n}: {@code mu = 1 - C(n - c, k) / C(n, k)}, {@code s = sqrt(mu (1 - mu))}; {@code (1 -
 * mu) / (s + epsilon)} for a right response, {@code (1 - mu - C(n - c - 1, k - 1) / C(n - 1, k - 1)) / (s + epsilon)} for a
 * wrong one. It is 0 where no response is right, and where any {@code k} contain a right one.
 *
 * <p>The shaper {@code passk-training} has the same numbers as rewards, for optimizers of other plugins: filters, metrics and
 * other shapers then see them in place of the reward. This advantage leaves the reward as it is.
 *
 * @param k size of the groups that win together, at least 1
 * @param above reward that a right response exceeds
 * @param epsilon added to the deviation, at least 0
 * @see <a href="https://arxiv.org/abs/2508.10751">Pass@k training: the analytical derivation</a>
 */
public record PassAtK(int k, double above, double epsilon) implements Advantage {

    /** Groups of four. */
    public static final PassAtK DEFAULTS = new PassAtK(4, 0, 1e-6);

    public PassAtK {
        check(k >= 1, "pass-at-k.k must be at least 1, got %s", k);
        check(Double.isFinite(above), "pass-at-k.above must be a finite number, got %s", above);
        check(epsilon >= 0 && Double.isFinite(epsilon), "pass-at-k.epsilon must be at least 0, got %s", epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(Math.max(2, k));
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        return Rewards.perGroup(groups, this::advantages);
    }

    private double[] advantages(double... rewards) {
        int n = rewards.length;
        int wrong = n - Rewards.right(above, rewards);
        if (wrong == n || wrong < k) {
            return new double[n];
        }
        double lost = shareOfSubsets(wrong, k, n);
        double deviation = Math.sqrt(lost * (1 - lost)) + epsilon;
        double ofRight = lost / deviation;
        double ofWrong = (lost - shareOfSubsets(wrong - 1, k - 1, n - 1)) / deviation;
        return Arrays.stream(rewards)
                .map(reward -> reward > above ? ofRight : ofWrong)
                .toArray();
    }

    /** {@code C(from, size) / C(n, size)}: the share of subsets of {@code n} that lie in {@code from} of them. */
    private static double shareOfSubsets(int from, int size, int n) {
        double share = 1;
        for (int i = 0; i < size; i++) {
            share *= (double) (from - i) / (n - i);
        }
        return share;
    }
}
