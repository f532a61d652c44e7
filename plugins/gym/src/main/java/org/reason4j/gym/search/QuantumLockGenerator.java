package org.reason4j.gym.search;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.search.QuantumLock.Button;
import org.reason4j.gym.search.QuantumLock.Light;
import org.reason4j.gym.search.QuantumLock.Operation;

/**
 * Draws buttons until a number needs exactly so many presses.
 *
 * @param buttons how many there are, 2 to 5
 * @param presses how many are needed, 2 to 8
 */
public record QuantumLockGenerator(int buttons, int presses) implements Generator {

    private static final int LARGEST = 200;
    private static final int MOST_STATES = 50_000;

    public QuantumLockGenerator {
        range("buttons", buttons, 2, 5);
        range("presses", presses, 2, 8);
    }

    @Override
    public QuantumLock problem(Draws draws) {
        while (true) {
            List<Button> drawn = IntStream.range(0, buttons)
                    .mapToObj(i -> button(draws, (char) ('A' + i)))
                    .toList();
            QuantumLock lock = new QuantumLock(drawn, draws.below(4), draws.chance(0.5), 0);
            Map<Long, Integer> fewest = new TreeMap<>(); // at whichever light
            Shortest.distances(List.of(lock.first()), Shortest.next(lock::moves), presses, MOST_STATES)
                    .forEach((state, distance) -> fewest.merge(state.number(), distance, Math::min));
            List<Long> needed = fewest.entrySet().stream()
                    .filter(number -> number.getValue() == presses)
                    .map(Map.Entry::getKey)
                    .filter(number -> number > 0 && number <= LARGEST)
                    .toList();
            if (!needed.isEmpty()) {
                return new QuantumLock(
                        drawn, lock.start(), lock.red(), draws.pick(needed).intValue());
            }
        }
    }

    private static Button button(Draws draws, char name) {
        Operation operation = draws.pick(List.of(Operation.values()));
        int value = operation == Operation.MULTIPLY ? draws.between(2, 3) : draws.between(1, 9);
        return new Button(name, operation, value, draws.pick(List.of(Light.values())));
    }
}
