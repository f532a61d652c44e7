package org.reason4j.core.trainer.run;

import java.util.OptionalInt;

/**
 * Whether a run goes on with the one in its output directory.
 *
 * @param resumes false for a new run
 * @param from step of the checkpoint to go on from; empty for the newest
 */
public record Resumption(boolean resumes, OptionalInt from) {

    /** A new run. */
    public static final Resumption NONE = new Resumption(false, OptionalInt.empty());

    /** Going on from the newest checkpoint, or from the beginning where there is none. */
    public static final Resumption NEWEST = new Resumption(true, OptionalInt.empty());

    /** Going on from the checkpoint of a step; later ones are set aside. */
    public static Resumption from(int step) {
        return new Resumption(true, OptionalInt.of(step));
    }
}
