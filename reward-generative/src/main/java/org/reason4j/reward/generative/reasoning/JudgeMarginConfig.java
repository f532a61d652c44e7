package org.reason4j.reward.generative.reasoning;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward for verdicts about pairs.
 *
 * @param field field of the example with the right verdict, {@code A} or {@code B}
 * @param window number of last characters of a response that hold the verdict, at least 22
 */
public record JudgeMarginConfig(String field, int window) {

    /** The last 80 characters, as RM-R1 reads them. */
    public static final JudgeMarginConfig DEFAULTS = new JudgeMarginConfig("answer", 80);

    public JudgeMarginConfig {
        check(!field.isBlank(), "judge-margin.field is empty, expected a field of the example");
        check(window >= 22, "judge-margin.window must be at least 22, the length of a verdict, got %s", window);
    }
}
