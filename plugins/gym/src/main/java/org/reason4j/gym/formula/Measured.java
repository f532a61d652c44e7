package org.reason4j.gym.formula;

import java.math.BigDecimal;
import org.reason4j.gym.Rational;

/**
 * An exact number, and the digits that were written and multiplied on the way to it: {@code max(d1, d2)} for a sum, {@code d1 d2} for
 * a product or quotient, and one for a sign.
 */
public record Measured(Rational value, double work) {

    /** Works out formulas of decimal numbers. */
    public static final Arithmetic<Measured> ARITHMETIC = new Arithmetic<>() {

        @Override
        public Measured number(String digits) {
            return new Measured(Rational.of(decimal(digits)), 0);
        }

        @Override
        public Measured plus(Measured left, Measured right) {
            return new Measured(
                    left.value.plus(right.value),
                    left.work + right.work + Math.max(digits(left.value), digits(right.value)));
        }

        @Override
        public Measured times(Measured left, Measured right) {
            return new Measured(left.value.times(right.value), left.work + right.work + product(left, right));
        }

        @Override
        public Measured negated(Measured value) {
            return new Measured(value.value.negated(), value.work + 1);
        }

        @Override
        public Measured over(Measured left, Measured right) {
            return new Measured(left.value.over(right.value), left.work + right.work + product(left, right));
        }
    };

    private static double product(Measured left, Measured right) {
        return (double) digits(left.value) * digits(right.value);
    }

    private static int digits(Rational value) {
        return value.numerator().abs().toString().length()
                + (value.isWhole() ? 0 : value.denominator().toString().length());
    }

    static BigDecimal decimal(String digits) {
        if (digits.length() > 100 || !Character.isDigit(digits.charAt(digits.length() - 1)) || digits.contains("b")) {
            throw new ArithmeticException("Not a decimal number: " + digits);
        }
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException e) {
            throw (ArithmeticException) new ArithmeticException("Not a decimal number: " + digits).initCause(e);
        }
    }
}
