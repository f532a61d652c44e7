package org.reason4j.reward.rulebased.format;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the accuracy-format reward.
 *
 * @param rule how accuracy and format become one number
 * @param accuracyWeight weight of the accuracy for rule {@code SUM}, at least 0
 * @param formatWeight weight of the format for rule {@code SUM}, at least 0
 */
public record AccuracyFormatConfig(Rule rule, double accuracyWeight, double formatWeight) {

    /** How accuracy and format become one number. */
    public enum Rule {
        /** {@code accuracyWeight * accuracy + formatWeight * format}. */
        SUM,
        /** The accuracy, and 0 in a wrong format. */
        GATE,
        /** The accuracy, and -1 in a wrong format. */
        PENALTY,
        /** Format 1 or -1, answer 2 if right and -1.5 if wrong, -2 in a wrong format: 3, -0.5 or -3. */
        LOGIC_RL
    }

    /** Nine tenths for the answer, one for the format. */
    public static final AccuracyFormatConfig DEFAULTS = new AccuracyFormatConfig(Rule.SUM, 0.9, 0.1);

    /** Nothing counts in a wrong format. */
    public static final AccuracyFormatConfig GATE = new AccuracyFormatConfig(Rule.GATE, 0.9, 0.1);

    /** Logic-RL's numbers. */
    public static final AccuracyFormatConfig LOGIC_RL = new AccuracyFormatConfig(Rule.LOGIC_RL, 0.9, 0.1);

    /** Both count alike; open-r1's. */
    public static final AccuracyFormatConfig OPEN_R1 = new AccuracyFormatConfig(Rule.SUM, 1, 1);

    public AccuracyFormatConfig {
        check(
                accuracyWeight >= 0 && Double.isFinite(accuracyWeight),
                "accuracy-format.accuracyWeight must be at least 0, got %s",
                accuracyWeight);
        check(
                formatWeight >= 0 && Double.isFinite(formatWeight),
                "accuracy-format.formatWeight must be at least 0, got %s",
                formatWeight);
    }
}
