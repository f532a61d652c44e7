package org.reason4j.core.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassAtKTest {

    /** Conformance vector pass-at-k. */
    @ParameterizedTest
    @CsvSource({
        "10, 3, 1, 0.3", // 3 / 10
        "10, 3, 5, 0.916667", // 1 - C(7, 5) / C(10, 5) = 1 - 21 / 252
        "10, 0, 5, 0",
        "10, 10, 1, 1",
        "200, 1, 100, 0.5",
        "16, 4, 8, 0.961538", // 1 - C(12, 8) / C(16, 8) = 1 - 495 / 12870
        "4, 2, 4, 1"
    })
    void itIsTheShareOfSubsetsOfSizeKWithACorrectResponse(int n, int c, int k, double expected) {
        assertThat(PassAtK.of(n, c, k)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void moreResponsesThanSamplesCannotBeEstimated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PassAtK.of(4, 2, 5))
                .withMessageContaining("n = 4, c = 2, k = 5");
    }
}
