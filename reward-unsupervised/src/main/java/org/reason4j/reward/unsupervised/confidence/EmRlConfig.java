package org.reason4j.reward.unsupervised.confidence;

import java.util.Map;

/**
 * Settings of EM-RL.
 *
 * @param level the entropy that is estimated
 * @param mean true to divide by the number of learned tokens, which takes away the preference for short responses
 */
public record EmRlConfig(Level level, boolean mean) {

    /** The entropy that is estimated. */
    public enum Level {
        /** That of whole responses: the reward is the response's log-probability. */
        SEQUENCE,
        /** That of next tokens: the reward is minus the sum of their entropies. */
        TOKEN
    }

    /** Whole responses, as published. */
    public static final EmRlConfig DEFAULTS = new EmRlConfig(Level.SEQUENCE, false);

    /** Next tokens, as published. */
    static final EmRlConfig TOKEN = new EmRlConfig(Level.TOKEN, false);

    /** Presets by their names. */
    public static final Map<String, EmRlConfig> PRESETS = Map.of("token", TOKEN);
}
