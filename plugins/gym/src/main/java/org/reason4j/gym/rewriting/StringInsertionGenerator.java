package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws strings of single letters and rows of four that follow each other.
 *
 * @param letters how many single letters there are, 1 to 100
 * @param rows how many rows of four there are, 1 to 40
 */
public record StringInsertionGenerator(int letters, int rows) implements Generator {

    private static final String CIRCLE = "ABCDEABC";

    public StringInsertionGenerator {
        range("letters", letters, 1, 100);
        range("rows", rows, 1, 40);
    }

    @Override
    public StringInsertion problem(Draws draws) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < letters + rows; i++) {
            int start = draws.below(5);
            parts.add(CIRCLE.substring(start, start + (i < letters ? 1 : 4)));
        }
        return new StringInsertion(String.join("", draws.shuffled(parts)));
    }
}
