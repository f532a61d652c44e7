package org.reason4j.gym.puzzle;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Arithmetic;
import org.reason4j.gym.formula.Formula;

/**
 * An arithmetic expression of whole numbers.
 *
 * @param numbers the numbers in it, in order
 * @param value what it comes to
 */
record Expression(List<Long> numbers, Rational value) {

    private static final int MOST_NUMBERS = 20;

    private static final Arithmetic<Expression> ARITHMETIC = new Arithmetic<>() {

        @Override
        public Expression number(String digits) {
            if (!digits.matches("[0-9]{1,9}")) {
                throw new ArithmeticException("Not a whole number: " + digits);
            }
            long number = Long.parseLong(digits);
            return new Expression(List.of(number), Rational.of(number));
        }

        @Override
        public Expression plus(Expression left, Expression right) {
            return joined(left, right, left.value.plus(right.value));
        }

        @Override
        public Expression times(Expression left, Expression right) {
            return joined(left, right, left.value.times(right.value));
        }

        @Override
        public Expression over(Expression left, Expression right) {
            if (right.value.isZero()) {
                throw new ArithmeticException("Division by 0");
            }
            return joined(left, right, left.value.over(right.value));
        }

        @Override
        public Expression negated(Expression of) {
            return new Expression(of.numbers, of.value.negated());
        }
    };

    private static Expression joined(Expression left, Expression right, Rational value) {
        if (left.numbers.size() + right.numbers.size() > MOST_NUMBERS) {
            throw new ArithmeticException("More than " + MOST_NUMBERS + " numbers");
        }
        return new Expression(
                Stream.concat(left.numbers.stream(), right.numbers.stream()).toList(), value);
    }

    /** Reads an expression; empty for another text, for a long one and where something is divided by 0. */
    static Optional<Expression> read(String text) {
        return Formula.value(text, ARITHMETIC);
    }
}
