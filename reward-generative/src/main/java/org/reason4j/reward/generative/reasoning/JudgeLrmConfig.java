package org.reason4j.reward.generative.reasoning;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward for a judge that gives two scores.
 *
 * @param field field of the example with the scores of both responses, a list of two whole numbers
 * @param longTokens a response of more tokens gets 0.2, at least 0
 */
public record JudgeLrmConfig(String field, int longTokens) {

    /** The published length. */
    public static final JudgeLrmConfig DEFAULTS = new JudgeLrmConfig("scores", 120);

    public JudgeLrmConfig {
        check(!field.isBlank(), "judgelrm.field is empty, expected a field of the example");
        check(longTokens >= 0, "judgelrm.longTokens must be at least 0, got %s", longTokens);
    }
}
