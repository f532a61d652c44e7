package org.reason4j.gym.search;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.search.Warehouse.Direction;

/**
 * Draws a room with all boxes on goals and pulls them away from there: the solution is the same backwards.
 *
 * @param size rows and columns between the walls, 3 to 9
 * @param boxes how many there are, 1 to 5
 * @param pulls pulls by one cell, 1 to 60
 */
public record SokobanGenerator(int size, int boxes, int pulls) implements Generator {

    private record Pull(int box, Direction direction) {}

    public SokobanGenerator {
        range("size", size, 3, 9);
        range("boxes", boxes, 1, 5);
        range("pulls", pulls, 1, 60);
    }

    @Override
    public Sokoban problem(Draws draws) {
        while (true) {
            Warehouse room = room(draws);
            StringBuilder backwards = new StringBuilder();
            for (int i = 0; i < pulls; i++) {
                Optional<Warehouse> pulled = pull(draws, room, backwards, i == 0);
                if (pulled.isEmpty()) {
                    break;
                }
                room = pulled.get();
            }
            if (!room.solved()) {
                return new Sokoban(
                        room.rows().stream().map(row -> row.replace(' ', '-')).toList(), reversed(backwards));
            }
        }
    }

    private Warehouse room(Draws draws) {
        int width = size + 2;
        char[] cells = "#".repeat(width * width).toCharArray();
        List<Integer> inner = draws.shuffled(IntStream.range(0, size * size)
                .map(i -> (i / size + 1) * width + i % size + 1)
                .boxed()
                .toList());
        int floor = size * size - draws.below(size * size / 6 + 1);
        inner.subList(0, floor).forEach(cell -> cells[cell] = '-');
        Set<Integer> goals = new TreeSet<>(inner.subList(0, boxes));
        goals.forEach(cell -> cells[cell] = '.');
        return new Warehouse(new String(cells), width, inner.get(boxes), goals);
    }

    /** After a pull, with the player's steps before and in it; before the first one the player may stand anywhere. */
    private static Optional<Warehouse> pull(Draws draws, Warehouse room, StringBuilder steps, boolean anywhere) {
        List<Pull> all = new ArrayList<>();
        for (int box : room.boxes()) {
            for (Direction direction : Direction.values()) {
                int beside = box + direction.step(room.width());
                if (room.free(beside) && room.free(beside + direction.step(room.width()))) {
                    all.add(new Pull(box, direction));
                }
            }
        }
        List<Pull> order = draws.shuffled(all);
        if (draws.chance(0.7)) { // what the player can pull at once, which makes longer pushes
            order.sort(Comparator.comparing(pull -> pull.box + pull.direction.step(room.width()) != room.player()));
        }
        for (Pull pull : order) {
            int step = pull.direction.step(room.width());
            int beside = pull.box + step;
            Optional<String> walk = anywhere ? Optional.of("") : room.walk(beside);
            if (walk.isPresent()) {
                steps.append(walk.get()).append(pull.direction);
                Set<Integer> boxes = new TreeSet<>(room.boxes());
                boxes.remove(pull.box);
                boxes.add(beside);
                return Optional.of(new Warehouse(room.cells(), room.width(), beside + step, boxes));
            }
        }
        return Optional.empty();
    }

    private static String reversed(StringBuilder steps) {
        StringBuilder forwards = new StringBuilder();
        for (int i = steps.length() - 1; i >= 0; i--) {
            forwards.append("UDLR".charAt("DURL".indexOf(steps.charAt(i))));
        }
        return forwards.toString();
    }
}
