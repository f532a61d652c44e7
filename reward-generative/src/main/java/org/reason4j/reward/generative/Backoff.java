package org.reason4j.reward.generative;

import java.time.Duration;

/**
 * How long to wait before a retry: {@code min(first * 2^retry, longest) * (1 + u) / 2}, with {@code u} in [0, 1) drawn
 * from seed, request and retry, so that callers who were refused together do not come back together.
 */
final class Backoff {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private Backoff() {}

    /**
     * The wait before a retry.
     *
     * @param retry its number, from 0
     * @param request identifies the request
     */
    static Duration before(int retry, double firstSeconds, double longestSeconds, long seed, long request) {
        double uniform = (mix(mix(seed + GAMMA) + request + (retry + 1) * GAMMA) >>> 11) * 0x1p-53;
        double seconds = Math.min(Math.scalb(firstSeconds, Math.min(retry, 60)), longestSeconds) * (1 + uniform) / 2;
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** SplitMix64 (Steele et al., OOPSLA 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
