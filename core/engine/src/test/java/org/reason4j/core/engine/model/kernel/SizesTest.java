package org.reason4j.core.engine.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {

    /** In binary: 33 is 100001, which has six digits; 100010 is 34. 65 is 1000001; 1000100 is 68. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 1, 1",
        "31, 31, 31",
        "33, 34, 32",
        "64, 64, 64",
        "65, 68, 64",
        "1000, 1024, 992",
        "4095, 4096, 3968"
    })
    void roundsToFiveBinaryDigits(int number, int atLeast, int atMost) {
        assertThat(Sizes.atLeast(number)).isEqualTo(atLeast);
        assertThat(Sizes.atMost(number)).isEqualTo(atMost);
    }

    @Test
    void hasSixteenSizesBetweenANumberAndItsDouble() {
        assertThat(IntStream.range(4096, 8192).map(Sizes::atLeast).distinct().count())
                .isEqualTo(17); // 8192 is the seventeenth
        assertThat(IntStream.range(1, 100_000))
                .allSatisfy(n -> assertThat((double) Sizes.atLeast(n)).isLessThanOrEqualTo(n * 17 / 16.0));
    }
}
