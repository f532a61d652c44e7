package org.reason4j.reward.rulebased.format;

/**
 * Settings of the format-think-answer reward.
 *
 * @param newlines true to require every tag on a line of its own; false to allow tags next to their contents and white
 *     space between the two parts, with each tag exactly once
 */
public record FormatThinkAnswerConfig(boolean newlines) {

    /** Tags on lines of their own. */
    public static final FormatThinkAnswerConfig DEFAULTS = new FormatThinkAnswerConfig(true);
}
