package org.reason4j.core.engine.model.decoding;

import java.util.OptionalDouble;

/** The number of slots at work, over the steps of all chunks. */
public final class SlotUse {

    private long steps;
    private double slotSteps;

    /** Counts a chunk of so many steps, in which slots wrote or read {@code tokens} in all. */
    public void add(int chunkSteps, long tokens) {
        steps += chunkSteps;
        slotSteps += tokens;
    }

    /** The mean over steps; empty before the first. */
    public OptionalDouble mean() {
        return steps == 0 ? OptionalDouble.empty() : OptionalDouble.of(slotSteps / steps);
    }
}
