package org.reason4j.gym.graph;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Carves mazes: rooms on a square raster, joined by a walk that turns back at dead ends, and some doors more.
 *
 * @param rooms how many stand in a row and in a column, 2 to 20
 * @param doors how many walls between two rooms are opened when all rooms are joined, 0 to 20: there is more than one way then
 */
public record MazeGenerator(int rooms, int doors) implements Generator {

    private static final char WALL = '#';
    private static final char FREE = '.';

    public MazeGenerator {
        range("rooms", rooms, 2, 20);
        range("doors", doors, 0, 20);
    }

    @Override
    public Maze problem(Draws draws) {
        char[][] cells = new char[2 * rooms + 1][2 * rooms + 1];
        for (char[] row : cells) {
            Arrays.fill(row, WALL);
        }
        carve(draws, cells);
        open(draws, cells);
        List<Integer> ends = draws.some(all(), 2);
        put(cells, ends.get(0), 'S');
        put(cells, ends.get(1), 'G');
        return new Maze(new Plan(Arrays.stream(cells).map(String::new).toList(), 'S', 'G', WALL));
    }

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int room = 0; room < rooms * rooms; room++) {
            all.add(room);
        }
        return all;
    }

    private void carve(Draws draws, char[][] cells) {
        Deque<Integer> walk = new ArrayDeque<>(List.of(draws.below(rooms * rooms)));
        put(cells, walk.element(), FREE);
        while (!walk.isEmpty()) {
            int room = walk.peek();
            List<Integer> next = beside(room).stream()
                    .filter(other -> cells[row(other)][column(other)] == WALL)
                    .toList();
            if (next.isEmpty()) {
                walk.pop();
                continue;
            }
            int chosen = draws.pick(next);
            put(cells, chosen, FREE);
            join(cells, room, chosen);
            walk.push(chosen);
        }
    }

    private void open(Draws draws, char[][] cells) {
        for (int i = 0; i < doors; i++) {
            int room = draws.below(rooms * rooms);
            join(cells, room, draws.pick(beside(room)));
        }
    }

    private List<Integer> beside(int room) {
        List<Integer> beside = new ArrayList<>();
        for (int other : new int[] {room - rooms, room + rooms, room - 1, room + 1}) {
            boolean inside = other >= 0 && other < rooms * rooms;
            if (inside && (other / rooms == room / rooms || other % rooms == room % rooms)) {
                beside.add(other);
            }
        }
        return beside;
    }

    private void join(char[][] cells, int room, int other) {
        cells[(row(room) + row(other)) / 2][(column(room) + column(other)) / 2] = FREE;
    }

    private void put(char[][] cells, int room, char what) {
        cells[row(room)][column(room)] = what;
    }

    private int row(int room) {
        return 2 * (room / rooms) + 1;
    }

    private int column(int room) {
        return 2 * (room % rooms) + 1;
    }
}
