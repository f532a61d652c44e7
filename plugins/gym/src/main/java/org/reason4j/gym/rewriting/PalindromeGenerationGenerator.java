package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws the letters of palindromes.
 *
 * @param letters how many at most, 4 to 100; there are three quarters of them at least
 */
public record PalindromeGenerationGenerator(int letters) implements Generator {
    public PalindromeGenerationGenerator {
        range("letters", letters, 4, 100);
    }

    @Override
    public PalindromeGeneration problem(Draws draws) {
        int count = draws.between(letters * 3 / 4, letters);
        List<String> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            String letter = String.valueOf((char) ('a' + draws.below(26)));
            drawn.add(letter);
            if (drawn.size() < count) {
                drawn.add(letter);
            }
        }
        return new PalindromeGeneration(draws.shuffled(drawn));
    }
}
