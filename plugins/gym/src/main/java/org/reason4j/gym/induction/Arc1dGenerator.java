package org.reason4j.gym.induction;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.induction.RowRule.Kind;

/**
 * Draws a rule and examples until all rules that fit them make the same of the row that is asked for.
 *
 * @param kinds of how many kinds of rules, from easy to hard, one is drawn, 3 to 14
 * @param cells how many a row has, 8 to 60
 */
public record Arc1dGenerator(int kinds, int cells) implements Generator {

    private static final int EXAMPLES = 3;
    private static final int COLORS = 9;

    public Arc1dGenerator {
        range("kinds", kinds, 3, Kind.values().length);
        range("cells", cells, 8, 60);
    }

    @Override
    public Arc1d problem(Draws draws) {
        while (true) {
            RowRule rule = draws.pick(RowRule.of(Kind.values()[draws.below(kinds)]));
            List<Example> examples = new ArrayList<>();
            while (examples.size() <= EXAMPLES) {
                List<Integer> input = input(draws, rule.kind());
                rule.apply(input)
                        .filter(output -> !output.equals(input))
                        .ifPresent(output -> examples.add(new Example(input, output)));
            }
            Example asked = examples.remove(EXAMPLES);
            Arc1d problem = new Arc1d(examples, asked.input());
            if (problem.outputs().size() == 1) {
                return problem;
            }
        }
    }

    private List<Integer> input(Draws draws, Kind kind) {
        List<Integer> row = new ArrayList<>(Collections.nCopies(cells, 0));
        switch (kind) {
            case FALL_LEFT, FALL_RIGHT, COUNT, FILL, PART ->
                scatter(draws, row, kind == Kind.PART ? 2 : kind == Kind.FILL ? 3 : COLORS);
            case DENOISE, PAINT_LONGEST -> {
                scatter(draws, row, COLORS);
                block(draws, row, draws.between(1, COLORS));
            }
            case TOUCH -> {
                block(draws, row, draws.between(3, COLORS));
                row.set(draws.below(cells), 2);
            }
            case SPREAD -> {
                block(draws, row, draws.between(1, COLORS));
                row.set(draws.below(cells), draws.between(1, COLORS));
            }
            default -> block(draws, row, draws.chance(0.5) ? 0 : draws.between(1, COLORS));
        }
        return List.copyOf(row);
    }

    private void scatter(Draws draws, List<Integer> row, int colors) {
        for (int i = 0; i < cells; i++) {
            row.set(i, draws.chance(0.3) ? draws.between(1, colors) : 0);
        }
    }

    private void block(
            Draws draws, List<Integer> row, int color) { // of one colour, or each cell of its own where that is 0
        int length = draws.between(2, cells / 2);
        int start = draws.between(0, cells - length);
        for (int i = start; i < start + length; i++) {
            row.set(i, color == 0 ? draws.between(1, COLORS) : color);
        }
    }
}
