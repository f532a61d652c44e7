package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * The first right exit from a chain of thought is worth most: the N-th right response of a group gets {@code decay^(N - 1)},
 * a wrong one 0, in the order of their samples. It replaces the composed reward.
 *
 * <p>The sampler {@code s-grpo} numbers samples in the order of their exits, the earliest first and the whole response last.
 * The greedy response stays as it is.
 *
 * <p>Metric: {@code s_grpo/first_right}, the place of the first right exit, from 1, mean over groups that have one.
 *
 * @see <a href="https://arxiv.org/abs/2505.07686">S-GRPO</a>
 */
public record ExitDecay(Config config, Metrics metrics) implements RewardShaper {

    /**
     * Settings of the decaying reward.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param decay factor from one right exit to the next, in [0, 1]
     */
    public record Config(String reward, double above, double decay) {

        /** Halves. */
        public static final Config DEFAULTS = new Config("", 0, 0.5);

        public Config {
            Rewards.checkFinite("s-grpo.above", above);
            check(decay >= 0 && decay <= 1, "s-grpo.decay must be in [0, 1], got %s", decay);
        }
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward()).groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        List<ScoredTrajectory> members = group.trajectories();
        int[] order = IntStream.range(0, members.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> members.get(i).trajectory().sample()))
                .mapToInt(i -> i)
                .toArray();
        boolean[] right = Rewards.right(group, config.reward(), config.above());
        boolean[] inOrder = new boolean[right.length];
        for (int i = 0; i < order.length; i++) {
            inOrder[i] = right[order[i]];
        }
        IntStream.range(0, order.length)
                .filter(i -> inOrder[i])
                .findFirst()
                .ifPresent(i -> metrics.mean("s_grpo/first_right", i + 1));
        double[] ofExits = of(inOrder, config.decay());
        double[] rewards = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            rewards[order[i]] = ofExits[i];
        }
        return Rewards.replaced(group, rewards);
    }

    /** The reward of each exit, in their order, {@code [G]}. */
    static double[] of(boolean[] right, double decay) {
        double[] rewards = new double[right.length];
        double next = 1;
        for (int i = 0; i < right.length; i++) {
            if (right[i]) {
                rewards[i] = next;
                next *= decay;
            }
        }
        return rewards;
    }
}
