package org.reason4j.gym.graph;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.text.Syllables;

/**
 * Draws a ladder of words of syllables, and words more that differ from some of its words in one letter.
 *
 * @param letters how many letters a word has, 3 to 10
 * @param rungs how many words the ladder that was drawn has, 3 to 20; there may be a shorter one
 * @param others how many words are in the list beside it, 0 to 60
 */
public record WordLadderGenerator(int letters, int rungs, int others) implements Generator {
    public WordLadderGenerator {
        range("letters", letters, 3, 10);
        range("rungs", rungs, 3, 20);
        range("others", others, 0, 60);
    }

    @Override
    public WordLadder problem(Draws draws) {
        Set<String> ladder = new LinkedHashSet<>();
        String word = Syllables.word(draws, letters);
        ladder.add(word);
        while (ladder.size() < rungs) {
            String next = changed(draws, word);
            if (ladder.add(next)) {
                word = next;
            }
        }
        Set<String> words = new LinkedHashSet<>(ladder);
        while (words.size() < rungs + others) {
            words.add(changed(draws, draws.pick(List.copyOf(words))));
        }
        List<String> rungsInOrder = new ArrayList<>(ladder);
        return new WordLadder(
                upper(rungsInOrder.get(0)),
                upper(rungsInOrder.get(rungs - 1)),
                draws.shuffled(words.stream().map(WordLadderGenerator::upper).toList()));
    }

    private static String changed(
            Draws draws, String word) { // the letter of another word with vowels in the same places
        StringBuilder changed = new StringBuilder(word);
        int place = draws.below(word.length());
        changed.setCharAt(place, Syllables.like(draws, word.charAt(place)));
        return changed.toString();
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
