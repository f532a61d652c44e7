package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a sentence and exchanges letters of its words.
 *
 * @param words how many words the sentence has, 3 to 100
 * @param swaps how many times two letters of a word change places, 1 to 20
 * @param decoys how many words of other sentences stand among the candidates, 0 to 100
 */
public record LetterJumbleGenerator(int words, int swaps, int decoys) implements Generator {
    public LetterJumbleGenerator {
        range("words", words, Sentences.SHORTEST, 100);
        range("swaps", swaps, 1, 20);
        range("decoys", decoys, 0, 100);
    }

    @Override
    public LetterJumble problem(Draws draws) {
        List<String> sentence = Sentences.words(draws, words);
        Set<String> candidates = new LinkedHashSet<>(sentence);
        int wanted = candidates.size() + decoys;
        while (candidates.size() < wanted) {
            candidates.add(draws.pick(Sentences.words(draws, 8)));
        }
        List<String> jumbled =
                sentence.stream().map(word -> jumbled(draws, word)).toList();
        return new LetterJumble(jumbled, draws.shuffled(List.copyOf(candidates)));
    }

    private String jumbled(Draws draws, String word) {
        char[] letters = word.toCharArray();
        for (int i = 0; i < swaps; i++) {
            int from = draws.below(letters.length);
            int to = draws.below(letters.length);
            char letter = letters[from];
            letters[from] = letters[to];
            letters[to] = letter;
        }
        return new String(letters);
    }
}
