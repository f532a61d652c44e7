package org.reason4j.gym.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.reason4j.gym.search.Shortest.Move;

/**
 * Cars on a square board, each of which moves along its line. A state has four bits for each car, in the order of their names: the
 * place of its first cell in the line.
 */
final class Traffic {

    static final char EMPTY = '.';
    static final char WALL = 'x';
    static final char OURS = 'A';

    private record Car(char name, boolean across, int line, int length) {}

    private final int size;
    private final List<Car> cars = new ArrayList<>();
    private final long walls;
    private final long start;
    private final long[][] cells; // of each car at each place

    /** Reads a board: a letter for each cell of a car, {@code .} for an empty cell, {@code x} for a wall. */
    Traffic(List<String> rows) {
        size = rows.size();
        Map<Character, List<Integer>> letters = new TreeMap<>();
        for (int cell = 0; cell < size * size; cell++) {
            letters.computeIfAbsent(rows.get(cell / size).charAt(cell % size), name -> new ArrayList<>())
                    .add(cell);
        }
        letters.remove(EMPTY);
        List<Integer> blocked = Optional.ofNullable(letters.remove(WALL)).orElse(List.of());
        walls = blocked.stream().mapToLong(cell -> 1L << cell).sum();
        long places = 0;
        for (Map.Entry<Character, List<Integer>> car : letters.entrySet()) {
            int first = car.getValue().get(0);
            boolean across = car.getValue().get(1) == first + 1;
            places |= (long) (across ? first % size : first / size) << 4 * cars.size();
            cars.add(new Car(
                    car.getKey(),
                    across,
                    across ? first / size : first % size,
                    car.getValue().size()));
        }
        start = places;
        cells = new long[cars.size()][size];
        for (int car = 0; car < cars.size(); car++) {
            Car now = cars.get(car);
            for (int place = 0; place + now.length <= size; place++) {
                for (int i = place; i < place + now.length; i++) {
                    cells[car][place] |= 1L << (now.across ? now.line * size + i : i * size + now.line);
                }
            }
        }
    }

    long start() {
        return start;
    }

    int cars() {
        return cars.size();
    }

    private static int place(long state, int car) {
        return (int) (state >> 4 * car & 15);
    }

    private long taken(long state) {
        long taken = walls;
        for (int car = 0; car < cars.size(); car++) {
            taken |= cells[car][place(state, car)];
        }
        return taken;
    }

    /** Whether our car stands at the right edge. */
    boolean out(long state) {
        Car ours = cars.get(0);
        return ours.name == OURS && ours.across && place(state, 0) + ours.length == size;
    }

    /** The states after one slide of one car, of any length. */
    List<Long> next(long state) {
        List<Long> next = new ArrayList<>();
        long taken = taken(state);
        for (int car = 0; car < cars.size(); car++) {
            int place = place(state, car);
            long others = taken & ~cells[car][place];
            for (int to = place + 1; free(car, to, others); to++) {
                next.add(state + ((long) (to - place) << 4 * car));
            }
            for (int to = place - 1; free(car, to, others); to--) {
                next.add(state - ((long) (place - to) << 4 * car));
            }
        }
        return next;
    }

    /** The same with names. */
    List<Move<Long>> moves(long state) {
        return next(state).stream()
                .map(after -> new Move<>(name(state, after), after))
                .toList();
    }

    private String name(long before, long after) {
        int car = IntStream.range(0, cars.size())
                .filter(i -> place(before, i) != place(after, i))
                .findFirst()
                .orElseThrow();
        int steps = place(after, car) - place(before, car);
        return cars.get(car).name + (steps > 0 ? "+" : "") + steps;
    }

    private boolean free(int car, int place, long others) {
        return place >= 0 && place + cars.get(car).length <= size && (cells[car][place] & others) == 0;
    }

    /** The state after a slide; empty where it is not possible. */
    Optional<Long> slide(long state, char name, int steps) {
        int car = IntStream.range(0, cars.size())
                .filter(i -> cars.get(i).name == name)
                .findFirst()
                .orElse(-1);
        if (car < 0 || steps == 0) {
            return Optional.empty();
        }
        long others = taken(state) & ~cells[car][place(state, car)];
        int sign = Integer.signum(steps);
        boolean free = IntStream.rangeClosed(1, Math.abs(steps))
                .allMatch(i -> free(car, place(state, car) + sign * i, others));
        return free ? Optional.of(state + ((long) steps << 4 * car)) : Optional.empty();
    }

    /** The board in a state, row by row. */
    List<String> rows(long state) {
        char[] board = new char[size * size];
        for (int cell = 0; cell < board.length; cell++) {
            board[cell] = (walls >> cell & 1) == 1 ? WALL : EMPTY;
            for (int car = 0; car < cars.size(); car++) {
                if ((cells[car][place(state, car)] >> cell & 1) == 1) {
                    board[cell] = cars.get(car).name;
                }
            }
        }
        return IntStream.range(0, size)
                .mapToObj(row -> new String(Arrays.copyOfRange(board, row * size, (row + 1) * size)))
                .toList();
    }
}
