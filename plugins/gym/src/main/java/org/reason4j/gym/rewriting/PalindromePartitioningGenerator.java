package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws strings of five letters in which palindromes are frequent, with at most 60 ways.
 *
 * @param letters how long the string is, 3 to 16
 */
public record PalindromePartitioningGenerator(int letters) implements Generator {

    private static final int WAYS = 60;

    public PalindromePartitioningGenerator {
        range("letters", letters, 3, 16);
    }

    @Override
    public PalindromePartitioning problem(Draws draws) {
        StringBuilder string = new StringBuilder();
        while (string.length()
                < letters) { // each letter is new, the last one or the one before it, while that has few ways
            int length = string.length();
            int back = draws.below(4);
            string.append(
                    back == 0 || back > 2 || back > length
                            ? (char) ('a' + draws.below(5))
                            : string.charAt(length - back));
            if (new PalindromePartitioning(string.toString()).ways().size() > WAYS) {
                string.setLength(length);
            }
        }
        return new PalindromePartitioning(string.toString());
    }
}
