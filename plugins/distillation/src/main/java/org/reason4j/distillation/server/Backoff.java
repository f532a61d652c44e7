package org.reason4j.distillation.server;

import java.time.Duration;
import org.reason4j.api.random.SplitMix64;

/**
 * The wait before a retry: {@code min(first * 2^retry, longest) * (1 + u) / 2}, with {@code u} in [0, 1) drawn from seed,
 * request and retry, so that requests that were refused together are not repeated together.
 */
final class Backoff {

    private Backoff() {}

    /**
     * Returns the wait before a retry.
     *
     * @param retry the retry's number, from 0
     * @param request a number that identifies the request
     */
    static Duration before(int retry, double firstSeconds, double longestSeconds, long seed, long request) {
        double uniform = SplitMix64.uniform(SplitMix64.number(SplitMix64.key(seed) + request, retry));
        double seconds = Math.min(Math.scalb(firstSeconds, Math.min(retry, 60)), longestSeconds) * (1 + uniform) / 2;
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
