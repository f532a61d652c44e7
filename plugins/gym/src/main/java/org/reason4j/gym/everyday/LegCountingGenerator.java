package org.reason4j.gym.everyday;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes herds.
 *
 * @param kinds how many, 2 to 20
 * @param largest number of animals of a kind, 3 to 1000; two at least
 */
public record LegCountingGenerator(int kinds, int largest) implements Generator {

    public LegCountingGenerator {
        range("kinds", kinds, 2, 20);
        range("largest", largest, 3, 1000);
    }

    @Override
    public LegCounting problem(Draws draws) {
        return new LegCounting(draws.some(Animals.all(), kinds).stream()
                .map(kind -> new LegCounting.Herd(draws.between(2, largest), kind))
                .toList());
    }
}
