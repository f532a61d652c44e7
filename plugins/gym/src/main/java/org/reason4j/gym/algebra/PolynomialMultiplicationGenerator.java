package org.reason4j.gym.algebra;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Polynomial;

/**
 * Makes polynomials to multiply.
 *
 * @param factors how many, 2 to 4
 * @param terms of each, 2 to 5
 * @param largest size of each coefficient, 3 to 1000
 * @param variables how many letters there are, 1 to 3
 */
public record PolynomialMultiplicationGenerator(int factors, int terms, int largest, int variables)
        implements Generator {

    public PolynomialMultiplicationGenerator {
        range("factors", factors, 2, 4);
        range("terms", terms, 2, 5);
        range("largest", largest, 3, 1000);
        range("variables", variables, 1, 3);
    }

    @Override
    public PolynomialMultiplication problem(Draws draws) {
        List<Polynomial> all = new ArrayList<>();
        for (int i = 0; i < factors; i++) {
            all.add(factor(draws));
        }
        return new PolynomialMultiplication(all);
    }

    /** Different powers of one letter, and with several letters the last term has another one as well. */
    private Polynomial factor(Draws draws) {
        List<String> letters = List.of("x", "y", "z").subList(0, variables);
        Polynomial sum = Polynomial.of(Rational.ZERO);
        Polynomial letter = Polynomial.of(draws.pick(letters)).orElseThrow();
        Polynomial power = Polynomial.of(Rational.ONE);
        for (int i = 0; i < terms; i++) {
            long size = draws.between(1, largest);
            Polynomial term = power.times(Rational.of(draws.chance(0.4) ? -size : size));
            sum = sum.plus(term);
            power = power.times(letter);
        }
        return variables == 1
                ? sum
                : sum.plus(Polynomial.of(draws.pick(letters) + "*" + draws.pick(letters))
                        .orElseThrow()
                        .times(Rational.of(draws.between(1, largest))));
    }
}
