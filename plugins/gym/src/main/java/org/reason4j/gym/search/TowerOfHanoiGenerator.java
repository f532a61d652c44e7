package org.reason4j.gym.search;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws the pegs at which a tower starts and ends.
 *
 * @param disks the most disks, 1 to 8; the fewest are two less, if there are as many
 * @param pegs how many there are, 3 or 4
 */
public record TowerOfHanoiGenerator(int disks, int pegs) implements Generator {

    public TowerOfHanoiGenerator {
        range("disks", disks, 1, 8);
        range("pegs", pegs, 3, 4);
    }

    @Override
    public TowerOfHanoi problem(Draws draws) {
        List<Integer> ends = draws.some(IntStream.rangeClosed(1, pegs).boxed().toList(), 2);
        return new TowerOfHanoi(draws.between(Math.max(1, disks - 2), disks), pegs, ends.get(0), ends.get(1));
    }
}
