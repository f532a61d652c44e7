package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws words of syllables.
 *
 * @param letters how many letters a word has at most, 4 to 60; it has three quarters of them at least
 */
public record SpellBackwardGenerator(int letters) implements Generator {
    public SpellBackwardGenerator {
        range("letters", letters, 4, 60);
    }

    @Override
    public SpellBackward problem(Draws draws) {
        return new SpellBackward(Syllables.word(draws, draws.between(letters * 3 / 4, letters)));
    }
}
