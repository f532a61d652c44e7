package org.reason4j.gym.algebra;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Polynomial;

/**
 * Makes polynomials with integer coefficients, of which the first is not 0.
 *
 * @param degree of the polynomial, 1 to 6
 * @param largest size of each coefficient, 5 to 10000
 */
public record PolynomialEquationsGenerator(int degree, int largest) implements Generator {

    public PolynomialEquationsGenerator {
        range("degree", degree, 1, 6);
        range("largest", largest, 5, 10_000);
    }

    @Override
    public PolynomialEquations problem(Draws draws) {
        char variable = draws.pick(List.of('a', 'k', 'n', 'p', 't', 'u', 'w', 'x', 'y', 'z'));
        Polynomial x = Polynomial.of(String.valueOf(variable)).orElseThrow();
        Polynomial sum = Polynomial.of(Rational.of(draws.between(-largest, largest)));
        Polynomial power = x;
        for (int i = 1; i <= degree; i++) {
            long size = draws.between(1, largest);
            sum = sum.plus(power.times(Rational.of(draws.chance(0.5) ? -size : size)));
            power = power.times(x);
        }
        return new PolynomialEquations(sum.toString(), variable);
    }
}
