package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A linear price for length that grows with how often the prompt is solved: {@code R - mean(R) (output out / max(out) + input
 * in / max(in) + turns n / max(n))}, with mean and maxima over the group, and maxima of at least 1.
 *
 * <p>{@code out} is the number of tokens that the policy wrote, {@code in} that of the prompt and of what an environment said,
 * {@code n} the number of the policy's turns. A group without rewards has no price; wrong responses pay it, too. Rewards are
 * meant to be at least 0, and the optimizer to take the mean of the group away without dividing by its deviation. The greedy
 * response stays as it is.
 *
 * <p>Metric: {@code length_linear/price}, mean over responses.
 *
 * @see <a href="https://github.com/PrimeIntellect-ai/prime-rl">prime-rl, LinearLengthPenaltyConfig</a>
 */
public record LengthLinear(Config config, Metrics metrics) implements RewardShaper {

    /**
     * Settings of the linear price.
     *
     * @param output price of the longest output, at least 0
     * @param input price of the longest input, at least 0
     * @param turns price of the most turns, at least 0
     */
    public record Config(double output, double input, double turns) {

        /** prime-rl's weights. */
        public static final Config DEFAULTS = new Config(0.25, 0.1, 0.1);

        public Config {
            check(output >= 0 && Double.isFinite(output), "length-linear.output must be at least 0, got %s", output);
            check(input >= 0 && Double.isFinite(input), "length-linear.input must be at least 0, got %s", input);
            check(turns >= 0 && Double.isFinite(turns), "length-linear.turns must be at least 0, got %s", turns);
        }
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        double[] prices = prices(
                Arrays.stream(group.rewards()).average().orElse(0),
                all(group, Trajectory::learnedTokens),
                all(group, one -> one.prompt().length() + one.length() - one.learnedTokens()),
                all(group, LengthLinear::turns),
                config);
        double[] added = new double[prices.length];
        for (int i = 0; i < added.length; i++) {
            metrics.mean("length_linear/price", prices[i]);
            added[i] = -prices[i];
        }
        return Rewards.added(group, added);
    }

    private static int[] all(ScoredGroup group, ToIntFunction<Trajectory> number) {
        return group.trajectories().stream()
                .mapToInt(one -> number.applyAsInt(one.trajectory()))
                .toArray();
    }

    /** Number of pieces that the policy wrote, with others' tokens between them. */
    private static int turns(Trajectory one) {
        boolean[] own = one.learned();
        int turns = 0;
        for (int t = 0; t < own.length; t++) {
            turns += own[t] && (t == 0 || !own[t - 1]) ? 1 : 0;
        }
        return turns;
    }

    /** The price of each response of a group with that mean reward, {@code [G]}. */
    static double[] prices(double mean, int[] output, int[] input, int[] turns, Config config) {
        double[] prices = new double[output.length];
        for (int i = 0; i < prices.length; i++) {
            prices[i] = mean
                    * (config.output() * output[i] / most(output)
                            + config.input() * input[i] / most(input)
                            + config.turns() * turns[i] / most(turns));
        }
        return prices;
    }

    private static double most(int[] numbers) {
        return Math.max(1, Arrays.stream(numbers).max().orElse(1));
    }
}
