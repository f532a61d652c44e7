package org.reason4j.gym.grid;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.grid.MatrixStep.Kind;

/**
 * Draws a matrix of digits and steps that leave two rows and two columns at least.
 *
 * @param side rows and columns at the start, 3 to 20
 * @param steps how many, 1 to 20
 */
public record ManipulateMatrixGenerator(int side, int steps) implements Generator {
    public ManipulateMatrixGenerator {
        range("side", side, 3, 20);
        range("steps", steps, 1, 20);
    }

    @Override
    public ManipulateMatrix problem(Draws draws) {
        List<List<Integer>> start = Matrices.drawn(draws, side, side, 9);
        List<List<Integer>> current = start;
        List<MatrixStep> chosen = new ArrayList<>();
        while (chosen.size() < steps) {
            MatrixStep step = step(draws, current);
            List<List<Integer>> next = step.apply(current);
            if (next.size() >= 2 && Matrices.columns(next) >= 2 && !next.equals(current)) {
                chosen.add(step);
                current = next;
            }
        }
        return new ManipulateMatrix(start, chosen);
    }

    private static MatrixStep step(Draws draws, List<List<Integer>> current) {
        Kind kind = draws.pick(List.of(Kind.values()));
        int rows = current.size();
        int columns = Matrices.columns(current);
        return switch (kind) {
            case TURN -> MatrixStep.of(kind, draws.between(1, 3));
            case MIRROR_SIDEWAYS, MIRROR_UPSIDE_DOWN, TRANSPOSE, TRANSPOSE_OTHERWISE -> MatrixStep.of(kind);
            case REPLACE -> MatrixStep.of(kind, draws.pick(draws.pick(current)), draws.between(0, 9));
            case CROP -> {
                int top = draws.between(1, 2);
                int left = draws.between(1, 2);
                yield MatrixStep.of(
                        kind,
                        top,
                        draws.between(Math.max(top, rows - 1), rows),
                        left,
                        draws.between(Math.max(left, columns - 1), columns));
            }
            case DROP_ROWS, DROP_COLUMNS -> MatrixStep.of(kind, draws.between(2, 5));
            case ZERO_MULTIPLES -> MatrixStep.of(kind, draws.between(2, 9));
        };
    }
}
