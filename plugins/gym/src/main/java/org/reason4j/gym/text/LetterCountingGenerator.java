package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import java.util.Locale;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a sentence and one of its letters.
 *
 * @param words how many words the sentence has, 3 to 300
 */
public record LetterCountingGenerator(int words) implements Generator {
    public LetterCountingGenerator {
        range("words", words, Sentences.SHORTEST, 300);
    }

    @Override
    public LetterCounting problem(Draws draws) {
        String text = Sentences.written(Sentences.words(draws, words));
        String letters = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return new LetterCounting(text, letters.charAt(draws.below(letters.length())));
    }
}
