package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws words of a sentence, whose order makes no sense any more.
 *
 * @param words how many words a list has at most, 4 to 200; it has three quarters of them at least
 */
public record WordSequenceReversalGenerator(int words) implements Generator {
    public WordSequenceReversalGenerator {
        range("words", words, 4, 200);
    }

    @Override
    public WordSequenceReversal problem(Draws draws) {
        return new WordSequenceReversal(draws.shuffled(Sentences.words(draws, draws.between(words * 3 / 4, words))));
    }
}
