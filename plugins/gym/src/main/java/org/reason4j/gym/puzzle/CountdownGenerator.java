package org.reason4j.gym.puzzle;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws numbers and joins them to a target.
 *
 * @param numbers how many, 3 to 8
 * @param largest the largest number, 9 to 100
 */
public record CountdownGenerator(int numbers, int largest) implements Generator {

    private static final int LARGEST_TARGET = 1000;

    public CountdownGenerator {
        range("numbers", numbers, 3, 8);
        range("largest", largest, 9, 100);
    }

    @Override
    public Countdown problem(Draws draws) {
        while (true) {
            List<Integer> drawn = IntStream.range(0, numbers)
                    .mapToObj(i -> draws.between(1, largest))
                    .toList();
            Joined joined = Joined.drawn(draws, drawn);
            if (joined.value() > largest && joined.value() < LARGEST_TARGET) {
                return new Countdown(drawn, (int) joined.value(), joined.text());
            }
        }
    }
}
