package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a sentence and shuffles its words.
 *
 * @param words how many words a sentence has at most, 4 to 100; it has three quarters of them at least
 */
public record SentenceReorderingGenerator(int words) implements Generator {
    public SentenceReorderingGenerator {
        range("words", words, 4, 100);
    }

    @Override
    public SentenceReordering problem(Draws draws) {
        List<Sentences.Part> parts = Sentences.parts(draws, draws.between(words * 3 / 4, words));
        List<String> sentence = parts.stream().map(Sentences.Part::word).toList();
        List<String> kinds = parts.stream().map(Sentences.Part::kind).toList();
        return new SentenceReordering(sentence, kinds, draws.shuffled(sentence));
    }
}
