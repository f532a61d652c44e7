package org.reason4j.reward.code.run;

import org.reason4j.reward.code.sandbox.Sandbox;

/** The result of one test. */
public enum Verdict {
    /** The expected result. */
    PASSED,
    /** Another result. */
    WRONG,
    /** The program is none of its language. */
    COMPILE_ERROR,
    /** The program failed: an exception, an exit status other than 0, or its process ended. */
    CRASHED,
    /** No result within the time limit. */
    TIME_LIMIT,
    /** More memory than allowed. */
    MEMORY_LIMIT,
    /** More output than allowed. */
    OUTPUT_LIMIT,
    /** Not run, since an earlier test decided. */
    NOT_RUN;

    static Verdict of(Sandbox.Loss loss) {
        return switch (loss) {
            case LATE -> TIME_LIMIT;
            case ENDED -> CRASHED;
            case OUTPUT -> OUTPUT_LIMIT;
            case MEMORY -> MEMORY_LIMIT;
        };
    }
}
