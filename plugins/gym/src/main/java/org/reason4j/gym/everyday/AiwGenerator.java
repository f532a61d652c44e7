package org.reason4j.gym.everyday;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.Words;

/**
 * Makes circles of people.
 *
 * @param largest number of women and of men in a circle, 3 to 200
 * @param kinds of stories: 1 for brothers and sisters alone, 2 with friends, 3 with colleagues
 */
public record AiwGenerator(int largest, int kinds) implements Generator {

    public AiwGenerator {
        range("largest", largest, 3, 200);
        range("kinds", kinds, 1, 3);
    }

    @Override
    public Aiw problem(Draws draws) {
        return new Aiw(
                Aiw.Told.values()[draws.below(kinds)],
                draws.pick(Words.WOMEN),
                draws.pick(Words.MEN),
                draws.between(1, largest),
                draws.between(1, largest),
                draws.between(1, largest));
    }
}
