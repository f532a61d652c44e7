package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import java.util.Locale;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a sentence and a shift.
 *
 * @param words how many words the sentence has, 3 to 100
 * @param shift how many places letters move at most, 1 to 25
 */
public record CaesarCipherGenerator(int words, int shift) implements Generator {
    public CaesarCipherGenerator {
        range("words", words, Sentences.SHORTEST, 100);
        range("shift", shift, 1, 25);
    }

    @Override
    public CaesarCipher problem(Draws draws) {
        String text = String.join(" ", Sentences.words(draws, words)).toUpperCase(Locale.ROOT);
        return new CaesarCipher(text, draws.between(1, shift));
    }
}
