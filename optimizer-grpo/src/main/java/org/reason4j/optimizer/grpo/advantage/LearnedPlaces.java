package org.reason4j.optimizer.grpo.advantage;

import java.util.stream.IntStream;
import org.reason4j.api.data.Trajectory;

/** Learned tokens of a response by their number, tokens of an environment left out. */
final class LearnedPlaces {

    private LearnedPlaces() {}

    /** Returns the place of each learned token in the response, in order. */
    static int[] of(Trajectory trajectory) {
        boolean[] learned = trajectory.learned();
        return IntStream.range(0, learned.length).filter(t -> learned[t]).toArray();
    }

    /** Number of learned tokens. */
    static int count(Trajectory trajectory) {
        return of(trajectory).length;
    }
}
