package org.reason4j.core.engine.rollout;

import java.time.Duration;
import java.util.Optional;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.engine.rollout.draft.DraftMemory;

/**
 * Settings of a {@link Decoder}.
 *
 * @param slots most responses decoded together in this process; up to as many more wait for the environment beside them
 * @param cacheTokens most response tokens whose keys and values are cached for plans
 * @param environment answers the policy's turns
 * @param maxTurns most turns of a response with an environment
 * @param turnTime time for each call of the environment
 * @param longestResponse most tokens of a response, those of a request's prefix included; 0 for no limit
 * @param answerTime longest time without any answer of a rollout backend while requests are open
 * @param drafts responses that others are drafted from, where drafts are wanted: they change no response, only how long it takes
 * @param metrics takes counters of the work
 */
public record DecoderSettings(
        int slots,
        long cacheTokens,
        Optional<Environment> environment,
        int maxTurns,
        Duration turnTime,
        int longestResponse,
        Duration answerTime,
        Optional<DraftMemory> drafts,
        Metrics metrics) {

    private static final Metrics NO_METRICS = new Metrics() {
        @Override
        public void mean(String name, double value) {}

        @Override
        public void add(String name, double value) {}
    };

    private static final long CACHE_TOKENS = 262_144;
    private static final int MAX_TURNS = 8;
    private static final Duration TURN_TIME = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIME = Duration.ofMinutes(10);

    /** The usual settings with so many slots, without environment, limit of responses and metrics. */
    public static DecoderSettings ofSlots(int slots) {
        return new DecoderSettings(
                slots,
                CACHE_TOKENS,
                Optional.empty(),
                MAX_TURNS,
                TURN_TIME,
                0,
                ANSWER_TIME,
                Optional.empty(),
                NO_METRICS);
    }

    /** Returns a copy with another limit of cached response tokens. */
    public DecoderSettings withCacheTokens(long tokens) {
        return new DecoderSettings(
                slots, tokens, environment, maxTurns, turnTime, longestResponse, answerTime, drafts, metrics);
    }

    /** Returns a copy with an environment that has {@code time} for each of its calls. */
    public DecoderSettings withEnvironment(Environment answering, int turns, Duration time) {
        return new DecoderSettings(
                slots, cacheTokens, Optional.of(answering), turns, time, longestResponse, answerTime, drafts, metrics);
    }

    /** Returns a copy that refuses requests for longer responses. */
    public DecoderSettings withLongestResponse(int tokens) {
        return new DecoderSettings(
                slots, cacheTokens, environment, maxTurns, turnTime, tokens, answerTime, drafts, metrics);
    }

    /** Returns a copy with another deadline of rollout backends. */
    public DecoderSettings withAnswerTime(Duration time) {
        return new DecoderSettings(
                slots, cacheTokens, environment, maxTurns, turnTime, longestResponse, time, drafts, metrics);
    }

    /** Returns a copy that drafts responses, also from those in the memory, to which it adds. */
    public DecoderSettings withDrafts(DraftMemory memory) {
        return new DecoderSettings(
                slots,
                cacheTokens,
                environment,
                maxTurns,
                turnTime,
                longestResponse,
                answerTime,
                Optional.of(memory),
                metrics);
    }

    /** Returns a copy whose work counts in no metric. */
    public DecoderSettings uncounted() {
        return reporting(NO_METRICS);
    }

    /** Returns a copy that reports to {@code target}. */
    public DecoderSettings reporting(Metrics target) {
        return new DecoderSettings(
                slots, cacheTokens, environment, maxTurns, turnTime, longestResponse, answerTime, drafts, target);
    }
}
