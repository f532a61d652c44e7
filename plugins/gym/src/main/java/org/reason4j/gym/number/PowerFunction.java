package org.reason4j.gym.number;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;

/** An integer power of a decimal number, to three significant digits or more. */
public record PowerFunction(BigDecimal base, int exponent) implements Problem {

    private static final int LEAST_DIGITS = 3;
    private static final int MOST_DIGITS = 12; // that are compared

    @Override
    public String question() {
        return "What is " + base.toPlainString() + " to the power of " + exponent
                + "? Round to three significant digits and answer in the form 1.23e+4.";
    }

    private Rational power() {
        Rational positive = Rational.of(base.pow(Math.abs(exponent)));
        return exponent < 0 ? Rational.ONE.over(positive) : positive;
    }

    @Override
    public String answer() {
        BigDecimal rounded = power().significant(LEAST_DIGITS).setScale(20_000, RoundingMode.UNNECESSARY);
        int exponentOfTen = rounded.precision() - rounded.scale() - 1;
        BigDecimal mantissa = rounded.movePointLeft(exponentOfTen).setScale(LEAST_DIGITS - 1, RoundingMode.UNNECESSARY);
        return mantissa.toPlainString() + (exponentOfTen < 0 ? "e-" : "e+") + Math.abs(exponentOfTen);
    }

    @Override
    public boolean accepts(String answer) {
        Rational power = power();
        return Answers.decimal(answer)
                .filter(given -> Rational.of(given).equals(power) || isRounding(power, given))
                .isPresent();
    }

    /** True if the digits that a number shows, three to twelve of them, are those of the power. */
    private static boolean isRounding(Rational power, BigDecimal given) {
        int digits = Math.max(LEAST_DIGITS, Math.min(MOST_DIGITS, given.precision()));
        return given.compareTo(power.significant(digits)) == 0
                || given.precision() > MOST_DIGITS
                        && Rational.of(given).significant(MOST_DIGITS).compareTo(power.significant(MOST_DIGITS)) == 0;
    }

    /** Digits of the base, for each multiplication or division. */
    @Override
    public double work() {
        return base.precision() * (1.0 + Math.abs(exponent));
    }
}
