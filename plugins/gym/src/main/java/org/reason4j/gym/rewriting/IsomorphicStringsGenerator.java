package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a string and replaces its letters; in every second problem one letter of the outcome is then changed.
 *
 * @param letters how long the strings are, 3 to 200
 * @param alphabet of how many different letters they are made at most, 2 to 26
 */
public record IsomorphicStringsGenerator(int letters, int alphabet) implements Generator {
    public IsomorphicStringsGenerator {
        range("letters", letters, 3, 200);
        range("alphabet", alphabet, 2, 26);
    }

    @Override
    public IsomorphicStrings problem(Draws draws) {
        List<Integer> all = IntStream.range(0, 26).boxed().toList();
        List<Integer> from = draws.some(all, alphabet);
        List<Integer> to = draws.some(all, alphabet);
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            int letter = draws.below(alphabet);
            first.append((char) ('a' + from.get(letter)));
            second.append((char) ('a' + to.get(letter)));
        }
        if (draws.chance(0.5)) {
            second.setCharAt(draws.below(letters), (char) ('a' + draws.pick(to)));
        }
        return new IsomorphicStrings(first.toString(), second.toString());
    }
}
