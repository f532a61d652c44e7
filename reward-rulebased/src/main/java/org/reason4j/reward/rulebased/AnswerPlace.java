package org.reason4j.reward.rulebased;

/** Place of the answer within a response; of several, the last counts. */
public enum AnswerPlace {
    /** In {@code \boxed{...}}, or {@code \fbox{...}} where there is no box. */
    BOXED,
    /** Between {@code <answer>} and {@code </answer>}. */
    ANSWER_TAG,
    /** After {@code ####}, up to the end of the line. */
    HASHES,
    /** After {@code Answer:}, in any case of letters, up to the end of the line. */
    ANSWER_LINE,
    /** The last match of the setting {@code pattern}: its first group, or the whole match if it has none. */
    PATTERN,
    /** The whole response. */
    WHOLE,
    /** In the last box; else behind {@code answer is}; else the last formula in dollars, or number; else all of it. */
    ANYWHERE
}
