package org.reason4j.gym.algebra;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Polynomial;

/** A polynomial in one variable, of which an antiderivative is wanted; its constant may be any number, or C, or be left out. */
public record SimpleIntegration(String integrand, char variable) implements Problem {

    private Polynomial polynomial() {
        return Polynomial.of(integrand).orElseThrow();
    }

    @Override
    public String question() {
        return "Find an antiderivative of " + integrand + " with respect to " + variable
                + ". Answer with a formula such as 3*x^2/4 - x + C.";
    }

    @Override
    public String answer() {
        Polynomial sum = Polynomial.of(Rational.ZERO);
        Polynomial x = Polynomial.of(String.valueOf(variable)).orElseThrow();
        Polynomial power = x;
        for (int i = 0; i <= polynomial().degree(); i++) {
            sum = sum.plus(power.times(polynomial().coefficient(variable, i).over(Rational.of(i + 1))));
            power = power.times(x);
        }
        return sum + " + C";
    }

    /** True if the derivative of the answer is the polynomial. */
    @Override
    public boolean accepts(String answer) {
        return Polynomial.of(Answers.stripped(answer))
                .filter(given -> given.terms().keySet().stream()
                        .allMatch(letters -> letters.equals("C")
                                || letters.equals("c") && variable != 'c'
                                || letters.chars().allMatch(c -> c == variable)))
                .filter(given -> given.derivative(variable).equals(polynomial()))
                .isPresent();
    }

    /** Digits of coefficients and powers. */
    @Override
    public double work() {
        return integrand.chars().filter(Character::isLetterOrDigit).count();
    }
}
