package org.reason4j.reward.generative;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

    private static double seconds(int retry, long seed, long request) {
        Duration wait = Backoff.before(retry, 0.5, 3, seed, request);
        return wait.toNanos() * 1e-9;
    }
}
