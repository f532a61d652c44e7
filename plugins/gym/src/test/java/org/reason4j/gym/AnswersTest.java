package org.reason4j.gym;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"7|7", "' 7\n'|7", "+7|7", "-007|-7", "1,234,567|1234567", "7.00|7"})
    void anIntegerHasSeveralForms(String text, String number) {
        assertThat(Answers.integer(text)).contains(new BigInteger(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7.5", "1,23", "12,3456", "7 8", "7.", "0x7", "seven", "7!", "--7", "- 7", "１２"})
    void whatIsNoIntegerGivesNothing(String text) {
        assertThat(Answers.integer(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1/2|1/2",
                "2/4|1/2",
                "0.5|1/2",
                "-3|-3",
                "\\frac{1}{3}|1/3",
                "$\\dfrac{2}{6}$|1/3",
                "-\\frac{1}{3}|-1/3",
                "1.5e1|15",
                ".25|1/4"
            })
    void aRationalNumberHasSeveralForms(String text, String number) {
        assertThat(Answers.rational(text).orElseThrow()).hasToString(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/0", "1/2/3", "1//2", "\\frac{1}", "$1", "1e9999", "50%", "1 / "})
    void whatIsNoRationalNumberGivesNothing(String text) {
        assertThat(Answers.rational(text)).isEmpty();
    }

    @Test
    void listsMayHaveBracketsAndQuotes() {
        assertThat(Answers.list("['a', \"b\", c]")).contains(List.of("a", "b", "c"));
        assertThat(Answers.list("a, b")).contains(List.of("a", "b"));
        assertThat(Answers.list("[]")).contains(List.of());
        assertThat(Answers.list("")).isEmpty();
        assertThat(Answers.list("[a")).isEmpty();
        assertThat(Answers.list("a,,b")).isEmpty();
        assertThat(Answers.integers("1 2 -3"))
                .contains(List.of(BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(-3)));
    }

    @Test
    void gridsAreLinesOrListsOfLists() {
        assertThat(Answers.cells("1 2\n3 4")).contains(List.of(List.of("1", "2"), List.of("3", "4")));
        assertThat(Answers.cells("[[1, 2], [3, 4]]")).contains(List.of(List.of("1", "2"), List.of("3", "4")));
        assertThat(Answers.grid("1 x")).isEmpty();
        assertThat(Answers.grid("")).isEmpty();
    }
}
