package org.reason4j.reward.rulebased.text;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the length-range reward.
 *
 * @param unit what is counted
 * @param least shortest length that gets 1, at least 0
 * @param most longest length that gets 1, not below {@code least}
 * @param slack distance from the range at which the reward reaches 0, at least 0; 0 for at once
 */
public record LengthRangeConfig(Unit unit, int least, int most, int slack) {

    /** What is counted. */
    public enum Unit {
        /** Response tokens. */
        TOKENS,
        /** Words between white space. */
        WORDS,
        /** Characters of the text. */
        CHARACTERS
    }

    /** Up to 1024 tokens, and half as many again at a falling price. */
    public static final LengthRangeConfig DEFAULTS = new LengthRangeConfig(Unit.TOKENS, 0, 1_024, 512);

    public LengthRangeConfig {
        check(least >= 0, "length-range.least must be at least 0, got %s", least);
        check(most >= least, "length-range.most must be at least length-range.least %s, got %s", least, most);
        check(slack >= 0, "length-range.slack must be at least 0, got %s", slack);
    }
}
