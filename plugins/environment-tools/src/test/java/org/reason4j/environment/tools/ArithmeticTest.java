package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {

    @ParameterizedTest
    @CsvSource({
        "12*(3+4), 84",
        "2+3*4, 14",
        "10-2-3, 5",
        "24/4/2, 3",
        " 1 + 2 , 3",
        "-(2-5)*+2, 6",
        "--3, 3",
        "0.1+0.2, 0.3",
        ".5*4., 2",
        "1/4, 0.25",
        "(1/3)*3, 1",
        "1/3, 0.33333333333333333333",
        "2/3, 0.66666666666666666667",
        "-7/2, -3.5",
        "7*-2, -14",
        "0*5, 0",
        "99999999999999999999*99999999999999999999, 9999999999999999999800000000000000000001",
    })
    void expressionsHaveTheirValues(String expression, String value) {
        assertThat(Arithmetic.evaluate(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "'', expected a number but found the end",
        "12*, expected a number but found the end",
        "12**3, expected a number but found *",
        "(1+2, expected ) but found the end",
        "1+2), expected an operator but found )",
        "3 4, expected an operator but found 4",
        "12x3, expected an operator but found x",
        "1.2.3, 1.2.3 is not a number",
        "., . is not a number",
        "4/(2-2), division by zero",
        "٣+1, expected a number but found ٣",
    })
    void errorsNameTheirReason(String expression, String reason) {
        assertThatThrownBy(() -> Arithmetic.evaluate(expression))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage(reason);
    }

    @Test
    void lengthAndDepthAreBounded() {
        assertThat(Arithmetic.evaluate("9".repeat(1000))).isEqualTo("9".repeat(1000));
        assertThatThrownBy(() -> Arithmetic.evaluate("9".repeat(1001))).hasMessage("more than 1000 characters");
        assertThatThrownBy(() -> Arithmetic.evaluate("(".repeat(1000))).hasMessageContaining("more than 100");
        assertThatThrownBy(() -> Arithmetic.evaluate("-".repeat(1000))).hasMessageContaining("more than 100");
        assertThat(Arithmetic.evaluate("(".repeat(99) + "7" + ")".repeat(99))).isEqualTo("7");
    }
}
