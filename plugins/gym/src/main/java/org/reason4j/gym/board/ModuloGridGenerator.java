package org.reason4j.gym.board;

import static org.reason4j.gym.Knobs.range;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.board.ModuloGrid.Operation;
import org.reason4j.gym.board.ModuloGrid.Rule;

/**
 * Draws rules and holes until all rules that agree with what is visible fill the holes alike.
 *
 * @param size rows and columns, 5 to 16
 * @param divisor the largest divisor, 3 to 20
 * @param holes hidden cells, 1 to 12
 */
public record ModuloGridGenerator(int size, int divisor, int holes) implements Generator {

    private static final int LARGEST = 20; // divisor that a question speaks of

    public ModuloGridGenerator {
        range("size", size, 5, 16);
        range("divisor", divisor, 3, LARGEST);
        range("holes", holes, 1, 12);
    }

    @Override
    public ModuloGrid problem(Draws draws) {
        List<Integer> cells = IntStream.range(0, size * size).boxed().toList();
        while (true) {
            int by = draws.between(2, divisor);
            Rule rule = new Rule(draws.pick(List.of(Operation.values())), by, draws.below(by));
            Set<Integer> hidden = new HashSet<>(draws.some(cells, holes));
            List<Integer> marked = cells.stream()
                    .filter(cell -> rule.marks(cell / size, cell % size))
                    .toList();
            if (!marked.isEmpty()) {
                hidden.remove(hidden.iterator().next()); // at least one hole is marked
                hidden.add(draws.pick(marked));
                ModuloGrid grid = new ModuloGrid(rule, size, size, hidden, "#.?");
                if (hidden.size() == holes && grid.ways(LARGEST).size() == 1) {
                    return grid;
                }
            }
        }
    }
}
