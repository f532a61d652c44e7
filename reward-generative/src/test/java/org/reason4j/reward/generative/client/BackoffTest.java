package org.reason4j.reward.generative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void waitsDoubleUpToTheLongest() {
        // jitter keeps a wait between half of min(0.5 * 2^retry, 3) and all of it: 0.5, 1, 2, then 3
        double[] most = {0.5, 1, 2, 3, 3};
        for (int retry = 0; retry < most.length; retry++) {
            assertThat(seconds(retry, 42, 7)).isBetween(most[retry] / 2, most[retry]);
        }
        assertThat(seconds(1_000, 42, 7)).isBetween(1.5, 3.0);
    }

    @Test
    void waitsDependOnSeedAndRequestAlone() {
        assertThat(seconds(1, 42, 7)).isEqualTo(seconds(1, 42, 7));
        assertThat(seconds(1, 42, 7)).isNotEqualTo(seconds(1, 42, 8)).isNotEqualTo(seconds(1, 43, 7));
    }

    @Test
    void waitsAreThoseOfTheSplitMixSequenceOfTheRequest() {
        // u is fraction number `retry` of the sequence from (first number from the seed) + request
        SplittableRandom random = new SplittableRandom(new SplittableRandom(42).nextLong() + 7);
        for (int retry = 0; retry < 3; retry++) {
            double most = 0.5 * (1 << retry); // 0.5, 1, 2
            assertThat(seconds(retry, 42, 7)).isCloseTo(most * (1 + random.nextDouble()) / 2, within(1e-9));
        }
        assertThat(Backoff.before(2, 0.5, 3, 42, 7)).isEqualTo(Duration.ofNanos(1_767_217_600));
    }

    private static double seconds(int retry, long seed, long request) {
        Duration wait = Backoff.before(retry, 0.5, 3, seed, request);
        return wait.toNanos() * 1e-9;
    }
}
