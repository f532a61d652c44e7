package org.reason4j.gym.recipe;

import org.reason4j.api.random.SplitMix64;

/** The problems that a dataset may hold. A hash of the question decides, so two splits never share a problem, whatever their seeds. */
public enum Split {
    /** Seven problems in eight. */
    TRAIN,
    /** One problem in eight. */
    EVALUATION;

    private static final int ONE_IN = 8;
    private static final long HASHES = 0x47594D51L;

    /** Hash of what a problem asks. */
    static long content(String question) {
        return SplitMix64.extend(HASHES, question);
    }

    /** True if a problem with that {@link #content} belongs to this split. */
    boolean holds(long content) {
        boolean held = SplitMix64.below(SplitMix64.mix(content), ONE_IN) == 0;
        return held == (this == EVALUATION);
    }
}
