package org.reason4j.gym.formula;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.gym.Rational;

class FormulaTest {

    @ParameterizedTest
    @CsvSource({
        "2 + 3 * 4, 14",
        "(2 + 3) * 4, 20",
        "7 - 2 - 1, 4",
        "12 / 4 / 3, 1",
        "1 / 3 + 1 / 6, 1/2",
        "5 - -3, 8",
        "-(2 + 3), -5",
        "0.1 + 0.2, 3/10",
        "2(3 + 4), 14",
        "6 × 7, 42"
    })
    void numbersAreWorkedOutExactly(String formula, String value) {
        assertThat(Formula.value(formula, Measured.ARITHMETIC).orElseThrow().value())
                .hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({
        "(x + 1)*(x - 1), x^2 - 1",
        "x**2*y + y*x^2, 2*x^2*y",
        "3x^2/2 - x, 3/2*x^2 - x",
        "(x + y)^2, x^2 + 2*x*y + y^2",
        "x - x, 0",
        "-x, -x"
    })
    void polynomialsHaveOneForm(String formula, String polynomial) {
        assertThat(Polynomial.of(formula).orElseThrow()).hasToString(polynomial);
        assertThat(Polynomial.of(polynomial)).isEqualTo(Polynomial.of(formula));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(x + 1)*(x - 1)", "x + x", "x^2 + 3*x + 2*x", "(x + 1)^2", "2*(x + 1)"})
    void whatIsNotMultipliedOutAndCollectedIsNoExpandedSum(String formula) {
        assertThat(Polynomial.of(formula)).isPresent();
        assertThat(Formula.value(formula, Polynomial.EXPANDED)).isEmpty();
    }

    @Test
    void anExpandedSumMayHaveBracketsRoundItsTerms() {
        assertThat(Formula.value("(3*x^2) + (-5)", Polynomial.EXPANDED)).isEqualTo(Polynomial.of("3*x^2 - 5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 +",
                "* 2",
                "(1",
                "1)",
                "1 2",
                "1..2",
                "x",
                "1/0",
                "2^(1/2)",
                "2^-",
                "1e5",
                "import os",
                "1;2",
                "---5 - ----5",
                "0x",
                "3 << 2"
            })
    void whatIsNoFormulaOfNumbersHasNoValue(String formula) {
        assertThat(Formula.value(formula, Measured.ARITHMETIC)).isEmpty();
    }

    @Test
    void workIsBounded() {
        assertThat(Polynomial.of("(a+b+c+d+e+f+g)^100")).isEmpty();
        assertThat(Polynomial.of("x^1000")).isEmpty();
        assertThat(Polynomial.of("(((9^99)^99)^99)^99")).isEmpty();
        assertThat(Polynomial.of("(".repeat(2000) + "1" + ")".repeat(2000))).isEmpty();
        assertThat(Formula.value("9*".repeat(2400) + "9", Measured.ARITHMETIC)).isPresent();
    }

    @Test
    void workCountsDigitsThatAreAddedAndMultiplied() {
        // 12 + 345 is max(2, 3) steps, 12 * 345 is 2 * 3, and each sign one
        assertThat(Formula.value("12 + 345", Measured.ARITHMETIC)).contains(new Measured(Rational.of(357), 3));
        assertThat(Formula.value("12 * -345", Measured.ARITHMETIC)).contains(new Measured(Rational.of(-4140), 7));
    }

    @Test
    void theDerivativeOfAPolynomial() {
        assertThat(Polynomial.of("4*x^3*y - x + 7").orElseThrow().derivative('x'))
                .isEqualTo(Polynomial.of("12*x^2*y - 1").orElseThrow());
    }
}
