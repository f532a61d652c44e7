package org.reason4j.gym.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A room with boxes. Cells are counted row by row.
 *
 * @param cells the room, row by row: {@code #} wall, {@code .} goal, {@code $} box, {@code @} player, {@code *} box on a goal,
 *     {@code +} player on a goal, anything else free; boxes and player stand where the other components say
 * @param width cells in a row
 * @param player where the player stands
 * @param boxes where the boxes stand
 */
record Warehouse(String cells, int width, int player, Set<Integer> boxes) {

    /** What the answer's letters do, row and column. */
    enum Direction {
        U(-1, 0),
        D(1, 0),
        L(0, -1),
        R(0, 1);

        private final int down;
        private final int right;

        Direction(int down, int right) {
            this.down = down;
            this.right = right;
        }

        int step(int width) {
            return down * width + right;
        }
    }

    /** Reads a room that walls close. */
    static Warehouse of(List<String> rows) {
        String cells = String.join("", rows);
        int player = Math.max(cells.indexOf('@'), cells.indexOf('+'));
        Set<Integer> boxes = new TreeSet<>();
        IntStream.range(0, cells.length())
                .filter(cell -> "$*".indexOf(cells.charAt(cell)) >= 0)
                .forEach(boxes::add);
        return new Warehouse(cells, rows.get(0).length(), player, boxes);
    }

    boolean wall(int cell) {
        return cells.charAt(cell) == '#';
    }

    boolean goal(int cell) {
        return ".*+".indexOf(cells.charAt(cell)) >= 0;
    }

    boolean free(int cell) {
        return cell >= 0 && cell < cells.length() && !wall(cell) && !boxes.contains(cell);
    }

    /** Where all boxes stand on goals. */
    boolean solved() {
        return boxes.stream().allMatch(this::goal);
    }

    /** After a step, with a push where a box stands in the way; empty where that is not possible. */
    Optional<Warehouse> step(Direction direction) {
        int to = player + direction.step(width);
        if (free(to)) {
            return Optional.of(new Warehouse(cells, width, to, boxes));
        }
        int beyond = to + direction.step(width);
        if (to < 0 || to >= cells.length() || !boxes.contains(to) || !free(beyond)) {
            return Optional.empty();
        }
        Set<Integer> pushed = new TreeSet<>(boxes);
        pushed.remove(to);
        pushed.add(beyond);
        return Optional.of(new Warehouse(cells, width, to, pushed));
    }

    /** The letters of a walk without a push to a cell; empty where there is none. */
    Optional<String> walk(int to) {
        return Shortest.path(
                        this,
                        now -> now.player == to,
                        now -> Arrays.stream(Direction.values())
                                .filter(direction -> now.free(now.player + direction.step(width)))
                                .map(direction -> new Shortest.Move<>(
                                        direction.name(),
                                        new Warehouse(cells, width, now.player + direction.step(width), boxes)))
                                .toList(),
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE)
                .map(path -> String.join("", path));
    }

    /** The room as rows of the signs that {@link #of} reads. */
    List<String> rows() {
        char[] drawn = cells.toCharArray();
        for (int cell = 0; cell < drawn.length; cell++) {
            boolean goal = goal(cell);
            drawn[cell] = wall(cell)
                    ? '#'
                    : boxes.contains(cell) ? goal ? '*' : '$' : cell == player ? goal ? '+' : '@' : goal ? '.' : ' ';
        }
        List<String> rows = new ArrayList<>();
        for (int start = 0; start < drawn.length; start += width) {
            rows.add(new String(drawn, start, width));
        }
        return rows;
    }
}
