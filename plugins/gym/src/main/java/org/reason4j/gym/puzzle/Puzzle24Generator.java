package org.reason4j.gym.puzzle;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws numbers that can be joined to 24.
 *
 * @param numbers how many, 3 to 5
 * @param largest the largest number, 6 to 20
 */
public record Puzzle24Generator(int numbers, int largest) implements Generator {

    private static final int TARGET = 24;

    public Puzzle24Generator {
        range("numbers", numbers, 3, 5);
        range("largest", largest, 6, 20);
    }

    @Override
    public Countdown problem(Draws draws) {
        while (true) {
            List<Integer> drawn = IntStream.range(0, numbers)
                    .mapToObj(i -> draws.between(1, largest))
                    .toList();
            Optional<Joined> joined =
                    Joined.reaching(drawn.stream().map(Joined::of).toList(), TARGET);
            if (joined.isPresent()) {
                return new Countdown(drawn, TARGET, joined.get().text());
            }
        }
    }
}
