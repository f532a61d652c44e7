package org.reason4j.gym.logic;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.logic.Circuit.Gate;
import org.reason4j.gym.logic.Circuit.Kind;
import org.reason4j.gym.logic.Circuit.Pin;

/**
 * Draws gates that read earlier wires, late ones more often.
 *
 * @param inputs how many there are, 2 to 20
 * @param gates how many there are, 1 to 40
 * @param pins the most wires that a gate reads, 2 to 6
 */
public record CircuitGenerator(int inputs, int gates, int pins) implements Generator {

    public CircuitGenerator {
        range("inputs", inputs, 2, 20);
        range("gates", gates, 1, 40);
        range("pins", pins, 2, 6);
    }

    @Override
    public Circuit problem(Draws draws) {
        List<Boolean> values =
                IntStream.range(0, inputs).mapToObj(i -> draws.chance(0.5)).toList();
        List<Gate> made = new ArrayList<>();
        for (int wires = inputs; wires < inputs + gates; wires++) {
            List<Integer> read = new ArrayList<>(List.of(wires - 1)); // so no gate but the last is for nothing
            List<Integer> others =
                    draws.shuffled(IntStream.range(0, wires - 1).boxed().toList());
            read.addAll(others.subList(0, Math.min(others.size(), draws.between(1, pins - 1))));
            List<Pin> pinned = draws.shuffled(read).stream()
                    .map(wire -> new Pin(wire, draws.chance(0.3)))
                    .toList();
            made.add(new Gate(draws.pick(List.of(Kind.values())), pinned));
        }
        return new Circuit(values, made);
    }
}
