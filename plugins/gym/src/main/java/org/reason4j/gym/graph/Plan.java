package org.reason4j.gym.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A plan of cells, seen from above: walls, free cells, a start and a goal.
 *
 * @param rows lines of one length, one character a cell
 * @param start the character of the start
 * @param goal the character of the goal
 * @param wall the character of walls
 */
public record Plan(List<String> rows, char start, char goal, char wall) {

    /** Directions and what they add to row and column. */
    static final Map<String, List<Integer>> MOVES = Map.of(
            "up", List.of(-1, 0),
            "down", List.of(1, 0),
            "left", List.of(0, -1),
            "right", List.of(0, 1));

    private static final List<String> ORDER = List.of("up", "down", "left", "right");

    public Plan {
        rows = List.copyOf(rows);
    }

    /** Returns the lines. */
    String text() {
        return String.join("\n", rows);
    }

    int columns() {
        return rows.get(0).length();
    }

    int cells() {
        return rows.size() * columns();
    }

    /** Returns how many cells have a character. */
    long count(char of) {
        return text().chars().filter(c -> c == of).count();
    }

    /** Returns a cell's number, counted row by row; -1 if no cell has the character. */
    int place(char of) {
        return rows.stream().collect(Collectors.joining()).indexOf(of);
    }

    /** Returns the cell that a move leads to; -1 if it leads out or into a wall. */
    int after(int cell, String move) {
        List<Integer> by = MOVES.getOrDefault(move, List.of(rows.size(), 0));
        int row = cell / columns() + by.get(0);
        int column = cell % columns() + by.get(1);
        boolean inside = row >= 0 && row < rows.size() && column >= 0 && column < columns();
        return inside && rows.get(row).charAt(column) != wall ? row * columns() + column : -1;
    }

    /** Returns how many steps lead from a free cell to a free cell, each direction counted. */
    long freeSteps() {
        return IntStream.range(0, cells())
                .filter(cell -> rows.get(cell / columns()).charAt(cell % columns()) != wall)
                .mapToLong(cell ->
                        ORDER.stream().filter(move -> after(cell, move) >= 0).count())
                .sum();
    }

    /** Returns the fewest steps from the goal to each cell; -1 where none lead. */
    int[] steps() {
        int[] steps = new int[cells()];
        Arrays.fill(steps, -1);
        List<Integer> queue = new ArrayList<>(List.of(place(goal)));
        steps[place(goal)] = 0;
        for (int i = 0; i < queue.size(); i++) {
            for (String move : ORDER) {
                int next = after(queue.get(i), move);
                if (next >= 0 && steps[next] < 0) {
                    steps[next] = steps[queue.get(i)] + 1;
                    queue.add(next);
                }
            }
        }
        return steps;
    }

    /** Returns the fewest steps from start to goal; -1 if there is no way. */
    int distance() {
        return steps()[place(start)];
    }

    /** Returns the moves of a shortest way from start to goal; there must be one. */
    List<String> way() {
        int[] steps = steps();
        List<String> way = new ArrayList<>();
        int cell = place(start);
        while (steps[cell] > 0) {
            for (String move : ORDER) {
                int next = after(cell, move);
                if (next >= 0 && steps[next] == steps[cell] - 1) {
                    way.add(move);
                    cell = next;
                    break;
                }
            }
        }
        return way;
    }
}
