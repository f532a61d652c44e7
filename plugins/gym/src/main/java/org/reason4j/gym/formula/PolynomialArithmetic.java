package org.reason4j.gym.formula;

import java.util.Collections;
import java.util.Map;
import org.reason4j.gym.Rational;

/**
 * Works out formulas of polynomials, which are divided by numbers alone.
 *
 * @param expanded true to refuse products of sums, and sums with like terms
 */
record PolynomialArithmetic(boolean expanded) implements Arithmetic<Polynomial> {

    @Override
    public Polynomial number(String digits) {
        return Polynomial.of(Rational.of(Measured.decimal(digits)));
    }

    @Override
    public Polynomial variable(char name) {
        return Polynomial.of(String.valueOf(name), Rational.ONE);
    }

    @Override
    public Polynomial plus(Polynomial left, Polynomial right) {
        if (expanded
                && !Collections.disjoint(left.terms().keySet(), right.terms().keySet())) {
            throw new ArithmeticException("Like terms are left");
        }
        return left.plus(right);
    }

    @Override
    public Polynomial times(Polynomial left, Polynomial right) {
        if (expanded && (left.terms().size() > 1 || right.terms().size() > 1)) {
            throw new ArithmeticException("A product of a sum is left");
        }
        return left.times(right);
    }

    @Override
    public Polynomial negated(Polynomial value) {
        return new Polynomial(Map.of()).plus(value.times(Rational.of(-1)));
    }

    @Override
    public Polynomial over(Polynomial left, Polynomial right) {
        Rational number = right.number().orElseThrow(() -> new ArithmeticException("A division by a variable"));
        return left.times(Rational.ONE.over(number));
    }

    @Override
    public Polynomial power(Polynomial base, int exponent) {
        if (exponent < 0) {
            throw new ArithmeticException("A negative power");
        }
        Polynomial power = Polynomial.of(Rational.ONE);
        for (int i = 0; i < exponent; i++) {
            power = times(power, base);
        }
        return power;
    }
}
