package org.reason4j.reward.rulebased;

/**
 * Settings of the format-think-answer reward.
 *
 * @param newlines whether every tag stands on a line of its own; otherwise tags may touch their contents, white space
 *     may stand between the two parts, and each tag must occur exactly once
 */
public record FormatThinkAnswerConfig(boolean newlines) {

    /** Tags on lines of their own. */
    public static final FormatThinkAnswerConfig DEFAULTS = new FormatThinkAnswerConfig(true);
}
