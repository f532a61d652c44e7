package org.reason4j.core.rollout;

import java.time.Duration;
import java.util.Optional;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.config.Recipe;

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

    private static final double NANOS_PER_SECOND = 1e9;

    /** As a recipe says, in its environment. */
    public static DecoderSettings of(Recipe.Rollout rollout, Optional<Environment> environment) {
        return new DecoderSettings(
                rollout.batchSize(),
                rollout.cacheTokens(),
                environment,
                rollout.maxTurns(),
                Duration.ofNanos((long) (rollout.turnSeconds() * NANOS_PER_SECOND)),
                UNHEARD);
    }

    /** The usual settings with so many slots and without an environment. */
    public static DecoderSettings ofSlots(int slots) {
        DecoderSettings usual = of(Recipe.Rollout.DEFAULTS, Optional.empty());
        return new DecoderSettings(
                slots, usual.cacheTokens, usual.environment, usual.maxTurns, usual.turnTime, usual.metrics);
    }

    /** Returns a copy that reports to {@code metrics}. */
    public DecoderSettings reporting(Metrics to) {
        return new DecoderSettings(slots, cacheTokens, environment, maxTurns, turnTime, to);
    }
}
