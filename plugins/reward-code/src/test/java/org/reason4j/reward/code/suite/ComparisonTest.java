package org.reason4j.reward.code.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reason4j.reward.code.suite.Comparison.Outputs;

class ComparisonTest {

    private static boolean same(Outputs outputs, String found, String expected) {
        return new Comparison(outputs, 0).sameOutput(found, expected);
    }

    @Test
    void linesIgnoreBlanksAtTheirEndsAndEmptyLinesAtTheEnd() {
        assertThat(same(Outputs.LINES, "1 \n2\n\n", "1\n2")).isTrue();
        assertThat(same(Outputs.LINES, "1\r\n2", "1\n2")).isTrue();
        assertThat(same(Outputs.LINES, "1\n\n2", "1\n2")).isFalse();
        assertThat(same(Outputs.LINES, " 1", "1")).isFalse();
    }

    @Test
    void wordsIgnoreAllWhiteSpaceAndExactNone() {
        assertThat(same(Outputs.WORDS, "1\n 2", "1 2")).isTrue();
        assertThat(same(Outputs.WORDS, "12", "1 2")).isFalse();
        assertThat(same(Outputs.EXACT, "1\n", "1")).isFalse();
    }

    @Test
    void numbersAreNearWithinTheTolerance() {
        Comparison near = new Comparison(Outputs.LINES, 0.01);
        assertThat(near.sameOutput("a 100.9", "a 100")).isTrue(); // 0.9 <= 0.01 * 100
        assertThat(near.sameOutput("a 101.1", "a 100")).isFalse(); // 1.1 > 0.01 * 100
        assertThat(near.sameOutput("0.005", "0")).isTrue(); // below 1 the tolerance is absolute
        assertThat(near.sameOutput("NaN", "0")).isFalse();
    }

    @Test
    void valuesOfJsonAreComparedByValue() throws IOException {
        assertThat(value("[1, {\"a\": 2.50}]", "[1.0, {\"a\": 2.5}]")).isTrue();
        assertThat(value("true", "1")).isFalse();
        assertThat(value("[1, 2]", "[2, 1]")).isFalse();
        assertThat(value("{\"a\": null}", "{\"b\": null}")).isFalse();
        assertThat(value("NaN", "NaN")).isTrue();
        assertThat(value("\"1\"", "1")).isFalse();
    }

    private static boolean value(String found, String expected) throws IOException {
        return new Comparison(Outputs.LINES, 0).sameValue(Json.read(found), Json.read(expected));
    }
}
