package org.reason4j.gym.algebra;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Polynomial;

/**
 * Makes polynomials with integer coefficients.
 *
 * @param terms how many, 2 to 8
 * @param degree largest power, {@code terms - 1} to 30; fewer terms where it is less
 * @param largest size of each coefficient, 5 to 10000
 */
public record SimpleIntegrationGenerator(int terms, int degree, int largest) implements Generator {

    public SimpleIntegrationGenerator {
        range("terms", terms, 2, 8);
        range("degree", degree, 1, 30);
        range("largest", largest, 5, 10_000);
    }

    @Override
    public SimpleIntegration problem(Draws draws) {
        char variable = draws.pick(List.of('t', 'u', 'x', 'y', 'z'));
        List<Integer> powers = draws.some(
                IntStream.rangeClosed(0, degree).boxed().collect(Collectors.toList()), Math.min(terms, degree + 1));
        Polynomial sum = Polynomial.of(Rational.ZERO);
        for (int power : powers) {
            long size = draws.between(1, largest);
            sum = sum.plus(Polynomial.of(variable + "^" + power)
                    .orElseThrow()
                    .times(Rational.of(draws.chance(0.4) ? -size : size)));
        }
        return new SimpleIntegration(sum.toString(), variable);
    }
}
