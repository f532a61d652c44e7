package org.reason4j.api.data;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What one reward says of one trajectory: a value, or the reason why there is none.
 *
 * <p>A wrong answer is a value. A checker that can't tell, takes too long or breaks has no value, and what happens then
 * is the recipe's decision; it is never a silent zero.
 */
public sealed interface Score {

    /** A finite reward. */
    static Score of(double value) {
        return new Value(value, Optional.empty());
    }

    /** A finite reward with a part of it on single tokens: {@code tokenRewards} is {@code [L]} and adds to the value. */
    static Score dense(double value, float[] tokenRewards) {
        return new Value(value, Optional.of(tokenRewards));
    }

    /** The reward does not apply to this trajectory, or its verdict can't be read. */
    static Score unscorable(String reason) {
        return new Unscorable(reason);
    }

    /** The reward broke. */
    static Score failed(String reason) {
        return new Failed(reason);
    }

    /**
     * A finite value.
     *
     * @param value reward of the whole trajectory
     * @param tokenRewards further rewards on single tokens, {@code [L]}
     * @param streams numbers that the trajectory is to carry from here on, {@code [L]} each, such as labels for the loss of
     *     a model that learns beside the policy; a reward attaches a stream to every trajectory that it gives a value
     */
    record Value(double value, Optional<float[]> tokenRewards, Map<Stream, float[]> streams) implements Score {
        public Value {
            streams = Map.copyOf(streams);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a score must be finite, got " + value);
            }
            for (float reward : tokenRewards.orElse(new float[0])) {
                if (!Float.isFinite(reward)) {
                    throw new IllegalArgumentException("a token reward must be finite, got " + reward);
                }
            }
        }

        /** A value that attaches nothing. */
        public Value(double value, Optional<float[]> tokenRewards) {
            this(value, tokenRewards, Map.of());
        }
    }

    /** Not applicable or unreadable. */
    record Unscorable(String reason) implements Score {}

    /** No answer before the deadline. */
    record TimedOut(Duration deadline) implements Score {}

    /** An exception, a non-finite number or another breach of contract. */
    record Failed(String reason) implements Score {}
}
