package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws rows of tokens.
 *
 * @param tokens how many, 3 to 100
 */
public record AbGenerator(int tokens) implements Generator {

    private static final List<String> KINDS = List.of("A#", "#A", "B#", "#B");

    public AbGenerator {
        range("tokens", tokens, 3, 100);
    }

    @Override
    public Ab problem(Draws draws) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            row.add(draws.pick(KINDS));
        }
        return new Ab(row);
    }
}
