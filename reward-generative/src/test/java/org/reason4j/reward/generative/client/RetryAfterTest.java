package org.reason4j.reward.generative.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void secondsAndDatesAreUnderstood() {
        assertThat(RetryAfter.of("7", NOON)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.of("Sat, 21 Nov 2026 12:00:30 GMT", NOON)).contains(Duration.ofSeconds(30));
    }

    @Test
    void aDateInThePastAsksForNoWait() {
        assertThat(RetryAfter.of("Sat, 21 Nov 2026 11:00:00 GMT", NOON)).contains(Duration.ZERO);
    }

    @Test
    void anyOtherTextAsksForNoWait() {
        assertThat(RetryAfter.of("soon", NOON)).isEmpty();
        assertThat(RetryAfter.of("-1", NOON)).isEmpty();
    }
}
