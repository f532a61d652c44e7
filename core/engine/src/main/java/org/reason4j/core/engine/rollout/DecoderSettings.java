package org.reason4j.core.engine.rollout;

import java.time.Duration;
import java.util.Optional;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.track.Metrics;

/**
 * How a {@link Decoder} works.
 *
 * @param slots most responses decoded together
 * @param cacheTokens response tokens whose keys and values are kept for plans
 * @param environment what answers the policy's turns
 * @param maxTurns most turns of a response with an environment
 * @param turnTime time for each call of the environment
 * @param metrics is told what was computed
 */
public record DecoderSettings(
        int slots,
        long cacheTokens,
        Optional<Environment> environment,
        int maxTurns,
        Duration turnTime,
        Metrics metrics) {

    /** Takes metrics where nobody records any. */
    public static final Metrics UNHEARD = new Metrics() {
        @Override
        public void mean(String name, double value) {}

        @Override
        public void add(String name, double value) {}
    };

    private static final long CACHE_TOKENS = 262_144;
    private static final int MAX_TURNS = 8;
    private static final Duration TURN_TIME = Duration.ofSeconds(10);

    /** The usual settings with so many slots and without an environment. */
    public static DecoderSettings ofSlots(int slots) {
        return new DecoderSettings(slots, CACHE_TOKENS, Optional.empty(), MAX_TURNS, TURN_TIME, UNHEARD);
    }

    /** Returns a copy that reports to {@code metrics}. */
    public DecoderSettings reporting(Metrics to) {
        return new DecoderSettings(slots, cacheTokens, environment, maxTurns, turnTime, to);
    }
}
