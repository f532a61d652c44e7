package org.reason4j.gym.number;

import java.math.BigDecimal;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Formula;
import org.reason4j.gym.formula.Measured;

/** An expression of decimal numbers, whose exact value is rounded once, at the end, to a number of significant digits. */
public record DecimalArithmetic(String expression, int significant) implements Problem {

    private Measured measured() {
        return Formula.value(expression, Measured.ARITHMETIC).orElseThrow();
    }

    @Override
    public String question() {
        return "Work out " + expression + " exactly, and round the result to " + significant
                + " significant digits, halves away from zero. Answer with the number alone.";
    }

    @Override
    public String answer() {
        BigDecimal rounded = measured().value().significant(significant);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    @Override
    public boolean accepts(String answer) {
        Rational value = measured().value();
        BigDecimal rounded = value.significant(significant);
        return Answers.decimal(answer)
                .filter(given ->
                        given.compareTo(rounded) == 0 || Rational.of(given).equals(value))
                .isPresent();
    }

    /** Digits that are added and multiplied. */
    @Override
    public double work() {
        return measured().work();
    }
}
