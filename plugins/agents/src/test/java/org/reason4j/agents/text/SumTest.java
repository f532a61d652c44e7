package org.reason4j.agents.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SumTest {

    @ParameterizedTest
    @CsvSource({
        "1+1, 2",
        "2 + 3 * 4, 14",
        "(2+3)*4, 20",
        "10 - 2 - 3, 5",
        "-3+1, -2",
        "2*-3, -6",
        "1000000*1000000, 1000000000000"
    })
    void sumsAreWorkedOut(String text, long value) {
        assertThat(Sum.of(text)).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "-7",
                "(7)",
                "1+",
                "+1",
                "1 2",
                "1+1)",
                "(1+1",
                "1/2",
                "x+1",
                "1000001*1000000",
                "1=1",
                "999999999999+2",
                "1234567890123+1",
                "--",
                "1+１"
            })
    void whatIsNoSumOrTooLargeHasNoResult(String text) {
        assertThat(Sum.of(text)).isEmpty();
    }

    @Test
    void longAndDeepTextsAreReadInBoundedSpace() {
        assertThat(Sum.of("(".repeat(100_000))).isEmpty();
        assertThat(Sum.of("(".repeat(49) + "1" + ")".repeat(49))).isEmpty(); // nothing to work out
        assertThat(Sum.of("1" + "+1".repeat(49))).hasValue(50);
    }

    @Test
    void placesOfATemplateAreFilledOnce() {
        assertThat(Template.filled("{a} {b} {c}", Map.of("a", "{b}", "b", "2"))).isEqualTo("{b} 2 {c}");
    }
}
