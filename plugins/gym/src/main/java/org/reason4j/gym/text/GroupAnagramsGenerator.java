package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws words of syllables and shuffles their letters.
 *
 * @param groups how many groups there are, 2 to 20
 * @param members how many words a group has, 2 to 6
 * @param letters how many letters a word has, 4 to 20
 */
public record GroupAnagramsGenerator(int groups, int members, int letters) implements Generator {
    public GroupAnagramsGenerator {
        range("groups", groups, 2, 20);
        range("members", members, 2, 6);
        range("letters", letters, 4, 20);
    }

    @Override
    public GroupAnagrams problem(Draws draws) {
        List<String> words = new ArrayList<>();
        Set<List<Character>> seen = new HashSet<>();
        while (seen.size() < groups) {
            List<Character> of = new ArrayList<>();
            Syllables.word(draws, letters).chars().forEach(letter -> of.add((char) letter));
            if (seen.add(of.stream().sorted().toList())) {
                words.addAll(shuffles(draws, of));
            }
        }
        return new GroupAnagrams(draws.shuffled(words));
    }

    private Set<String> shuffles(Draws draws, List<Character> letters) {
        Set<String> shuffles = new LinkedHashSet<>();
        while (shuffles.size() < members) {
            StringBuilder word = new StringBuilder();
            draws.shuffled(letters).forEach(word::append);
            shuffles.add(word.toString());
        }
        return shuffles;
    }
}
