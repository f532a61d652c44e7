package org.reason4j.gym.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.logic.Zebra.Clue;
import org.reason4j.gym.logic.Zebra.Trait;
import org.reason4j.gym.logic.Zebra.Value;

/** Finds the orders that agree with clues: value by value, each free place that the clues so far allow. */
final class ZebraSolver {

    private final int size;
    private final List<List<Clue>> byValue;
    private final int[][] places;

    ZebraSolver(List<Trait> traits, List<Clue> clues) {
        size = traits.get(0).values().size();
        byValue = IntStream.range(0, traits.size() * size)
                .mapToObj(value -> clues.stream()
                        .filter(clue -> Math.max(number(clue.one()), number(clue.other())) == value)
                        .toList())
                .toList();
        places = new int[traits.size()][size];
    }

    private int number(Value value) {
        return value.trait() * size + value.value();
    }

    /** Solutions, at most so many; {@code [t][v]} is where value {@code v} of trait {@code t} stands. */
    List<int[][]> solutions(int most) {
        List<int[][]> found = new ArrayList<>();
        search(0, 0, most, found);
        return found;
    }

    private void search(int number, int taken, int most, List<int[][]> found) {
        if (number == byValue.size()) {
            found.add(Arrays.stream(places).map(int[]::clone).toArray(int[][]::new));
            return;
        }
        for (int place = 0; place < size; place++) {
            if ((taken >> place & 1) == 0 && found.size() < most) {
                places[number / size][number % size] = place;
                if (fits(byValue.get(number))) {
                    boolean full = number % size == size - 1;
                    search(number + 1, full ? 0 : taken | 1 << place, most, found);
                }
            }
        }
    }

    private boolean fits(List<Clue> clues) {
        for (Clue clue : clues) {
            if (!clue.holds(places)) {
                return false;
            }
        }
        return true;
    }
}
