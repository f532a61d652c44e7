package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws words to sort, a third of them with a capital.
 *
 * @param words how many there are, 2 to 100
 * @param alike how many first letters all words have in common, 0 to 10
 */
public record WordSortingGenerator(int words, int alike) implements Generator {
    public WordSortingGenerator {
        range("words", words, 2, 100);
        range("alike", alike, 0, 10);
    }

    @Override
    public WordSorting problem(Draws draws) {
        List<String> shown = Syllables.words(draws, words, Syllables.word(draws, alike), draws.between(4, 6)).stream()
                .map(word -> draws.chance(1.0 / 3) ? capital(word, alike) : word)
                .toList();
        return new WordSorting(shown, draws.chance(0.5));
    }

    private static String capital(String word, int place) { // the first letter in which the words differ
        return word.substring(0, place) + Character.toUpperCase(word.charAt(place)) + word.substring(place + 1);
    }
}
