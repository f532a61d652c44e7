package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes fractions that can be reduced.
 *
 * @param largest bound of numerator and denominator in lowest terms, 5 to 1000000
 * @param factor largest common factor, 2 to 10000
 */
public record FractionSimplificationGenerator(int largest, int factor) implements Generator {

    public FractionSimplificationGenerator {
        range("largest", largest, 5, 1_000_000);
        range("factor", factor, 2, 10_000);
    }

    @Override
    public FractionSimplification problem(Draws draws) {
        long common = draws.between(2, factor);
        long numerator = draws.between(1, largest);
        long denominator = draws.between(2, largest);
        return new FractionSimplification(common * (numerator == denominator ? 1 : numerator), common * denominator);
    }
}
