package org.reason4j.gym.algebra;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes a linear equation with an integer solution.
 *
 * @param terms on the left side, about half of them with the variable, 1 to 12
 * @param largest coefficient and solution, 5 to 10000
 */
public record SimpleEquationsGenerator(int terms, int largest) implements Generator {

    public SimpleEquationsGenerator {
        range("terms", terms, 1, 12);
        range("largest", largest, 5, 10_000);
    }

    @Override
    public SimpleEquations problem(Draws draws) {
        char variable = draws.pick(List.of('a', 'k', 'n', 'p', 't', 'u', 'w', 'x', 'y', 'z'));
        long solution = draws.between(-largest, largest);
        while (true) {
            List<Long> coefficients = new ArrayList<>(); // of the variable in even places, numbers in odd ones
            long slope = 0;
            long sum = 0;
            for (int i = 0; i < terms; i++) {
                long coefficient = draws.between(1, largest) * (i > 0 && draws.chance(0.5) ? -1L : 1L);
                coefficients.add(coefficient);
                slope += i % 2 == 0 ? coefficient : 0;
                sum += i % 2 == 0 ? 0 : coefficient;
            }
            if (slope != 0) {
                return new SimpleEquations(
                        side(coefficients, variable), String.valueOf(slope * solution + sum), variable);
            }
        }
    }

    private static String side(List<Long> coefficients, char variable) {
        StringBuilder side = new StringBuilder();
        for (int i = 0; i < coefficients.size(); i++) {
            long coefficient = coefficients.get(i);
            side.append(i == 0 ? "" : coefficient < 0 ? " - " : " + ")
                    .append(Math.abs(coefficient))
                    .append(i % 2 == 0 ? "*" + variable : "");
        }
        return side.toString();
    }
}
