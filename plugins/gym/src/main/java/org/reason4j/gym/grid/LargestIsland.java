package org.reason4j.gym.grid;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * How many cells the largest group of ones has that hang together by their sides.
 *
 * @param grid of zeros and ones
 */
public record LargestIsland(List<List<Integer>> grid) implements Problem {
    public LargestIsland {
        grid = Matrices.copy(grid);
    }

    @Override
    public String question() {
        return """
                In this map 1 is land and 0 is water. Cells of land that share a side belong to the same island.
                %s
                How many cells does the largest island have? Answer with the number, 0 if there is no land.""".formatted(Matrices.text(grid));
    }

    @Override
    public String answer() {
        return Integer.toString(largest());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, largest());
    }

    /** Cells, and the four neighbours of each cell of land. */
    @Override
    public double work() {
        return Matrices.cells(grid) + 4.0 * Matrices.count(grid, 1);
    }

    private int largest() {
        boolean[] seen = new boolean[Matrices.cells(grid)];
        int largest = 0;
        for (int cell = 0; cell < seen.length; cell++) {
            largest = Math.max(largest, size(cell, seen));
        }
        return largest;
    }

    private int size(int start, boolean[] seen) {
        int size = 0;
        Deque<Integer> left = new ArrayDeque<>(List.of(start));
        while (!left.isEmpty()) {
            int cell = left.pop();
            if (seen[cell] || grid.get(cell / Matrices.columns(grid)).get(cell % Matrices.columns(grid)) == 0) {
                continue;
            }
            seen[cell] = true;
            size++;
            for (int next : Matrices.neighbours(cell, Matrices.rows(grid), Matrices.columns(grid))) {
                left.push(next);
            }
        }
        return size;
    }
}
