package org.reason4j.api.data;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Verdict of one reward on one trajectory: a value, or the reason why there is none.
 *
 * <p>A wrong answer is a value. A checker that can't tell, takes too long or breaks has no value, and the recipe decides
 * what follows; it is never a silent zero. Kinds may be added: code that distinguishes them handles others as «no value».
 */
@API(status = Status.STABLE, since = "1.0.0")
public sealed interface Score {

    /**
     * A finite reward.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    static Score of(double value) {
        return value(value);
    }

    /** A finite reward, to which rewards on single tokens and streams can be added. */
    static Value value(double value) {
        return new Value(value, Optional.empty(), Map.of());
    }

    /** A finite reward with a part of it on single tokens: {@code tokenRewards} is {@code [L]} and adds to the value. */
    static Score dense(double value, float[] tokenRewards) {
        return value(value).withTokenRewards(tokenRewards);
    }

    /** The reward does not apply to this trajectory, or its verdict can't be read. */
    static Score unscorable(String reason) {
        return new Unscorable(reason);
    }

    /** The reward broke. */
    static Score failed(String reason) {
        return new Failed(reason);
    }

    /** A finite value. Immutable. */
    final class Value implements Score {

        private static final float[] NONE = new float[0];

        private final double value;
        private final Optional<float[]> tokenRewards;
        private final Map<TokenStream, float[]> streams;

        private Value(double value, Optional<float[]> tokenRewards, Map<TokenStream, float[]> streams) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a score must be finite, got " + value);
            }
            this.value = value;
            this.tokenRewards = tokenRewards;
            this.streams = streams;
        }

        /** Reward of the whole trajectory. */
        public double value() {
            return value;
        }

        /** Further rewards on single tokens, {@code [L]}; a copy. */
        public Optional<float[]> tokenRewards() {
            return tokenRewards.map(float[]::clone);
        }

        /** Numbers that the trajectory carries from here on, {@code [L]} each; copies. */
        public Map<TokenStream, float[]> streams() {
            Map<TokenStream, float[]> copies = new HashMap<>();
            streams.forEach((stream, numbers) -> copies.put(stream, numbers.clone()));
            return copies;
        }

        /** Returns a copy with rewards on single tokens, {@code [L]}, finite. */
        public Value withTokenRewards(float[] rewards) {
            for (float reward : rewards) {
                if (!Float.isFinite(reward)) {
                    throw new IllegalArgumentException("a token reward must be finite, got " + reward);
                }
            }
            return new Value(value, Optional.of(rewards.clone()), streams);
        }

        /**
         * Returns a copy that attaches a stream, {@code [L]}, such as labels for the loss of a model that learns beside the
         * policy. A reward attaches a stream to every trajectory that it gives a value.
         */
        public Value with(TokenStream stream, float[] numbers) {
            Map<TokenStream, float[]> all = new HashMap<>(streams);
            all.put(stream, numbers.clone());
            return new Value(value, tokenRewards, Collections.unmodifiableMap(all));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Value score
                    && Double.compare(score.value, value) == 0
                    && Arrays.equals(score.tokenRewards.orElse(NONE), tokenRewards.orElse(NONE))
                    && score.tokenRewards.isPresent() == tokenRewards.isPresent()
                    && score.streams.keySet().equals(streams.keySet())
                    && streams.entrySet().stream()
                            .allMatch(stream -> Arrays.equals(stream.getValue(), score.streams.get(stream.getKey())));
        }

        @Override
        public int hashCode() {
            return Objects.hash(value, Arrays.hashCode(tokenRewards.orElse(NONE)), streams.keySet());
        }

        @Override
        public String toString() {
            return "score " + value;
        }
    }

    /** Not applicable or unreadable. */
    record Unscorable(String reason) implements Score {}

    /** No answer before the deadline. */
    record TimedOut(Duration deadline) implements Score {}

    /** An exception, a non-finite number or another breach of contract. */
    record Failed(String reason) implements Score {}
}
