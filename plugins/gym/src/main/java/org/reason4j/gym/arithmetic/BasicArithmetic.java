package org.reason4j.gym.arithmetic;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Formula;
import org.reason4j.gym.formula.Measured;

/** An expression of integers with brackets and divisions without remainder. */
public record BasicArithmetic(String expression) implements Problem {

    private Measured measured() {
        return Formula.value(expression, Measured.ARITHMETIC).orElseThrow();
    }

    @Override
    public String question() {
        return "Work out " + expression + " and answer with the integer alone.";
    }

    @Override
    public String answer() {
        return measured().value().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.integer(answer)
                .map(Rational::of)
                .filter(measured().value()::equals)
                .isPresent();
    }

    /** Digits that are added and multiplied. */
    @Override
    public double work() {
        return measured().work();
    }
}
