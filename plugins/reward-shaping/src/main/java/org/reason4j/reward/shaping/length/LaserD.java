package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A bonus for right responses that keep within a target length, which is shorter for prompts that are solved more often: an
 * easy one, whose group is right in two thirds or more, one that is right in a third or more, and a hard one.
 *
 * <p>Wrong responses keep their reward; so does the greedy one. The authors choose the targets anew while they train, from
 * how long right responses to monitored problems are; here they are settings.
 *
 * <p>Metric: {@code laser_d/within}, the share of right responses that keep within their target.
 *
 * @see <a href="https://arxiv.org/abs/2505.15612">LASER-D</a>
 */
public record LaserD(Config config, Metrics metrics) implements RewardShaper {

    private static final double EASY = 2 / 3.0;
    private static final double MIDDLING = 1 / 3.0;
    private static final double ROUNDING = 1e-9;

    /**
     * Settings of the bonus.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param bonus added to the outcome
     * @param easy target of tokens for prompts that are right in two thirds of their group or more, at least 1
     * @param middling target for those that are right in a third or more, at least 1
     * @param hard target for the others, at least 1
     */
    public record Config(String reward, double above, double bonus, int easy, int middling, int hard) {

        /** Half a point within 1000, 2000 and 4000 tokens. */
        public static final Config DEFAULTS = new Config("", 0, 0.5, 1000, 2000, 4000);

        public Config {
            Rewards.checkFinite("laser-d.above", above);
            Rewards.checkFinite("laser-d.bonus", bonus);
            check(
                    easy >= 1 && middling >= 1 && hard >= 1,
                    "laser-d.easy, laser-d.middling and laser-d.hard must be at least 1, got %s, %s and %s",
                    easy,
                    middling,
                    hard);
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
        int[] lengths = Lengths.of(group);
        boolean[] right = Rewards.right(group, config.reward(), config.above());
        int target = target(right, config);
        double[] bonus = new double[lengths.length];
        for (int i = 0; i < bonus.length; i++) {
            boolean within = lengths[i] <= target;
            if (right[i]) {
                metrics.mean("laser_d/within", within ? 1 : 0);
            }
            bonus[i] = right[i] && within ? config.bonus() : 0;
        }
        return Rewards.added(group, bonus);
    }

    /** The target of a group of which those responses are right. */
    static int target(boolean[] right, Config config) {
        double accuracy = Alp.share(right) + ROUNDING;
        return accuracy >= EASY ? config.easy() : accuracy >= MIDDLING ? config.middling() : config.hard();
    }
}
