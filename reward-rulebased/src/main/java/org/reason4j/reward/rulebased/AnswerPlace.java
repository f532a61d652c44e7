package org.reason4j.reward.rulebased;

/** Where in a response its answer stands; of several, the last counts. */
public enum AnswerPlace {
    /** In {@code \boxed{...}}, or {@code \fbox{...}} where there is no box. */
    BOXED,
    /** Between {@code <answer>} and {@code </answer>}. */
    ANSWER_TAG,
    /** After {@code ####}, up to the end of the line. */
    HASHES,
    /** After {@code Answer:}, in any case of letters, up to the end of the line. */
    ANSWER_LINE,
    /** Where the setting {@code pattern} matches: its first group, or all of it when it has none. */
    PATTERN,
    /** The whole response. */
    WHOLE
}
