package org.reason4j.reward.generative.reference;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward {@code rlpr}.
 *
 * @param answer the place of the answer, and the reference
 * @param debias true to subtract the probability of the reference without reasoning
 * @param lowest least reward
 * @param highest largest reward, above {@code lowest}
 */
public record RlprConfig(AnswerConfig answer, boolean debias, double lowest, double highest) {

    /** The paper's reward. */
    public static final RlprConfig DEFAULTS = new RlprConfig(AnswerConfig.DEFAULTS, true, 0, 1);

    public RlprConfig {
        check(Double.isFinite(lowest), "rlpr.lowest must be a number, got %s", lowest);
        check(
                Double.isFinite(highest) && highest > lowest,
                "rlpr.highest must be a number above rlpr.lowest, %s, got %s",
                lowest,
                highest);
    }
}
