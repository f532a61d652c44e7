package org.reason4j.gym.algebra;

import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Formula;
import org.reason4j.gym.formula.Polynomial;

/** A product of polynomials, wanted as a sum without like terms, in any order. */
public record PolynomialMultiplication(List<Polynomial> factors) implements Problem {

    public PolynomialMultiplication {
        factors = List.copyOf(factors);
    }

    private Polynomial product() {
        return factors.stream().reduce(Polynomial.of(Rational.ONE), Polynomial::times);
    }

    @Override
    public String question() {
        return "Multiply out "
                + factors.stream().map(factor -> "(" + factor + ")").collect(Collectors.joining("*"))
                + " and collect like terms. Answer with a sum such as 3*x^2*y - x + 5.";
    }

    @Override
    public String answer() {
        return product().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return Formula.value(Answers.stripped(answer), Polynomial.EXPANDED)
                .filter(product()::equals)
                .isPresent();
    }

    /** Products of terms, each of as many steps as its coefficients have digits. */
    @Override
    public double work() {
        double work = 0;
        Polynomial before = factors.get(0);
        for (Polynomial factor : factors.subList(1, factors.size())) {
            work += digits(before) * digits(factor);
            before = before.times(factor);
        }
        return work;
    }

    private static double digits(Polynomial polynomial) {
        return polynomial.terms().values().stream()
                .mapToInt(one -> one.numerator().abs().toString().length())
                .sum();
    }
}
