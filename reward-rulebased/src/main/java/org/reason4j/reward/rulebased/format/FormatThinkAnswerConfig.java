package org.reason4j.reward.rulebased.format;

/**
 * Settings of the format-think-answer reward.
 *
 * @param newlines false to allow any white space around tags, none included, with each tag exactly once; true to require
 *     every tag on a line of its own, as open-r1 does
 */
public record FormatThinkAnswerConfig(boolean newlines) {

    /** Tags next to their contents, or on lines of their own. */
    public static final FormatThinkAnswerConfig DEFAULTS = new FormatThinkAnswerConfig(false);
}
