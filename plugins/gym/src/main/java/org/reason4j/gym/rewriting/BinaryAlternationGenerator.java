package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws strings with as many ones as zeros, or one more or less; in a fifth of them one character is changed.
 *
 * @param bits how long a string is at most, 4 to 200; it has three quarters of that at least
 */
public record BinaryAlternationGenerator(int bits) implements Generator {
    public BinaryAlternationGenerator {
        range("bits", bits, 4, 200);
    }

    @Override
    public BinaryAlternation problem(Draws draws) {
        int length = draws.between(bits * 3 / 4, bits);
        int first = draws.below(2);
        List<Integer> balanced = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            balanced.add((first + i) % 2);
        }
        if (draws.chance(0.2)) {
            int place = draws.below(length);
            balanced.set(place, 1 - balanced.get(place));
        }
        return new BinaryAlternation(
                draws.shuffled(balanced).stream().map(String::valueOf).collect(Collectors.joining()));
    }
}
