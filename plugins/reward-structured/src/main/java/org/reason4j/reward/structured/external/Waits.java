package org.reason4j.reward.structured.external;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.reason4j.api.random.SplitMix64;

/** Waits before a request is made again. */
final class Waits {

    private Waits() {}

    /**
     * {@code min(first * 2^retry, longest) * (1 + u) / 2}, with {@code u} in [0, 1) of the request, so that requests that were
     * refused together are not repeated together.
     */
    static Duration before(int retry, double firstSeconds, double longestSeconds, long request) {
        double uniform = SplitMix64.uniform(SplitMix64.number(request, retry));
        double seconds = Math.min(Math.scalb(firstSeconds, Math.min(retry, 60)), longestSeconds) * (1 + uniform) / 2;
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** Reads {@code Retry-After}, in seconds or as a date (RFC 9110, 10.2.3); empty if it is neither. */
    static Optional<Duration> asked(String header, Clock clock) {
        if (header.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration left = Duration.between(clock.instant(), date.toInstant());
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
