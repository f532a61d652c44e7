package org.reason4j.optimizer.offpolicy;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Map;

/**
 * Settings of rollout rejection.
 *
 * @param rules all of which a token keeps to stay in the loss
 */
public record RolloutRejectionConfig(List<Rule> rules) {

    /** Distance of the two policies at a token, with {@code x = oldLogprob - sampledLogprob} within ±20. */
    public enum Estimate {
        /** The ratio {@code exp(x)}, whose logarithm is -k1. */
        RATIO,
        /** {@code k2 = x² / 2}. */
        K2,
        /** {@code k3 = exp(x) - x - 1}. */
        K3
    }

    /** What is compared with the bounds. */
    public enum Level {
        /** Each token, which is rejected alone. */
        TOKEN,
        /** The sum over a response; of ratios their product. */
        SUM,
        /** The mean over a response; of ratios their geometric mean. */
        MEAN,
        /** Every token of a response: one outside the bounds rejects it whole. */
        MAX
    }

    /**
     * A bound on the distance of two policies.
     *
     * @param estimate measure of the distance
     * @param level what is compared with the bounds
     * @param low least ratio, in [0, 1]; unused with the other estimates, which are 0 where the policies agree
     * @param high largest ratio or estimate
     */
    public record Rule(Estimate estimate, Level level, double low, double high) {

        /** The ratio of whole responses from 0.5 to 2. */
        public static final Rule DEFAULTS = new Rule(Estimate.RATIO, Level.SUM, 0.5, 2);

        public Rule {
            check(low >= 0 && low <= 1, "rollout-rejection: low must be in [0, 1], got %s", low);
            check(
                    Double.isFinite(high) && (estimate == Estimate.RATIO ? high >= 1 : high > 0),
                    "rollout-rejection: high must be %s, got %s",
                    estimate == Estimate.RATIO ? "at least 1, the ratio where both policies agree" : "positive",
                    high);
        }
    }

    /**
     * The ratio of whole responses from 0.5 to 2: verl's {@code seq_sum_k1} with {@code "0.5_2.0"}.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/rollout_corr_helper.py">verl,
     *     rollout_corr_helper.py</a>
     */
    public static final RolloutRejectionConfig DEFAULTS = new RolloutRejectionConfig(List.of(Rule.DEFAULTS));

    /** SkyRL's advice: the geometric mean of ratios from 0.99 to 1.01, and no token beyond 1e-4 or 100. */
    private static final RolloutRejectionConfig SKYRL = new RolloutRejectionConfig(
            List.of(new Rule(Estimate.RATIO, Level.MEAN, 0.99, 1.01), new Rule(Estimate.RATIO, Level.MAX, 1e-4, 100)));

    /** Conventions of other systems, by name. */
    static final Map<String, RolloutRejectionConfig> PRESETS = Map.of("skyrl", SKYRL);

    public RolloutRejectionConfig {
        rules = List.copyOf(rules);
        check(
                !rules.isEmpty(),
                "rollout-rejection.rules must name at least one rule, such as {estimate: RATIO, level: SUM}");
    }
}
