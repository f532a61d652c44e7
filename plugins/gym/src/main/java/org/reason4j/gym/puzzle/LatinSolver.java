package org.reason4j.gym.puzzle;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.puzzle.Futoshiki.Sign;

/**
 * Fills a square in which every row, every column and, where there are boxes, every box has each number once, and some cells are
 * less than others. The cell with the fewest numbers left is next.
 */
final class LatinSolver {

    private final int size;
    private final int box;
    private final List<Sign> signs;
    private final int[] cells;
    private final int[][] order;

    /** @param box rows and columns of a box, 0 for none */
    LatinSolver(int size, int box, List<Sign> signs) {
        this.size = size;
        this.box = box;
        this.signs = List.copyOf(signs);
        cells = new int[size * size];
        order = new int[size * size][];
        Arrays.fill(order, IntStream.rangeClosed(1, size).toArray());
    }

    /** A full square, drawn: each cell has an order of its own in which it tries the numbers. */
    Grid drawn(Draws draws) {
        List<Integer> numbers = IntStream.rangeClosed(1, size).boxed().toList();
        for (int cell = 0; cell < order.length; cell++) {
            order[cell] =
                    draws.shuffled(numbers).stream().mapToInt(number -> number).toArray();
        }
        Arrays.fill(cells, 0);
        count(1);
        return Grid.of(IntStream.range(0, size)
                .mapToObj(row -> Arrays.copyOfRange(cells, row * size, (row + 1) * size))
                .toArray(int[][]::new));
    }

    /** Ways to fill a puzzle, counted up to a number. */
    int solutions(Grid puzzle, int most) {
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = puzzle.at(cell / size, cell % size);
        }
        return count(most);
    }

    /** Counts solutions; where it stops early, the cells hold the last one. */
    private int count(int most) {
        int best = -1;
        int bestOpen = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            if (cells[cell] == 0) {
                int open = open(cell);
                if (best < 0 || Integer.bitCount(open) < Integer.bitCount(bestOpen)) {
                    best = cell;
                    bestOpen = open;
                }
            }
        }
        if (best < 0) {
            return 1;
        }
        int found = 0;
        for (int number : order[best]) {
            if ((bestOpen >> number & 1) == 1) {
                cells[best] = number;
                found += count(most - found);
                if (found >= most) {
                    return found;
                }
            }
        }
        cells[best] = 0;
        return found;
    }

    /** The numbers that a cell may have, as bits. */
    private int open(int cell) {
        int row = cell / size;
        int column = cell % size;
        int taken = 0;
        for (int i = 0; i < size; i++) {
            taken |= 1 << cells[row * size + i] | 1 << cells[i * size + column];
            if (box > 0) {
                taken |= 1 << cells[(row / box * box + i / box) * size + column / box * box + i % box];
            }
        }
        int open = (2 << size) - 2 & ~taken;
        for (Sign sign : signs) {
            if (sign.smaller() == cell && cells[sign.larger()] > 0) {
                open &= (1 << cells[sign.larger()]) - 1;
            } else if (sign.larger() == cell && cells[sign.smaller()] > 0) {
                open &= -(2 << cells[sign.smaller()]);
            }
        }
        return open;
    }

    /** The square with as many cells emptied as asked for, or as can be, while there is one way to fill it. */
    Grid emptied(Draws draws, Grid full, int empty) {
        int[][] left = full.cells();
        int gone = 0;
        for (int cell : draws.shuffled(IntStream.range(0, size * size).boxed().toList())) {
            if (gone == empty) {
                break;
            }
            int number = left[cell / size][cell % size];
            left[cell / size][cell % size] = 0;
            if (solutions(Grid.of(left), 2) == 1) {
                gone++;
            } else {
                left[cell / size][cell % size] = number;
            }
        }
        return Grid.of(left);
    }
}
