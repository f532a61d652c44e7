package org.reason4j.gym.search;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws boards with our car at the edge, and on each of them a state that needs so many slides; takes the first that there is, and
 * after some boards the one that comes nearest.
 *
 * @param cars how many there are, 3 to 12
 * @param slides how many are needed, 1 to 15, or fewer where that many cars have no such state
 */
public record RushHourGenerator(int cars, int slides) implements Generator {

    private static final int SIZE = 6;
    private static final int BOARDS = 4;
    private static final int FAR_STATES = 1000;
    private static final int MOST_STATES = 3000;

    public RushHourGenerator {
        range("cars", cars, 3, 12);
        range("slides", slides, 1, 15);
    }

    @Override
    public RushHour problem(Draws draws) {
        RushHour best = null;
        for (int board = 0; board < BOARDS || best == null; board++) {
            Optional<RushHour> drawn = drawn(draws);
            if (drawn.isPresent()
                    && (best == null
                            || drawn.get().solution().size() > best.solution().size())) {
                best = drawn.get();
                if (best.solution().size() == slides) {
                    return best;
                }
            }
        }
        return best;
    }

    /** A state on the way from one that is far from all found states with our car at the edge; empty where there is none. */
    private Optional<RushHour> drawn(Draws draws) {
        Traffic traffic = new Traffic(board(draws));
        Map<Long, Integer> reached =
                Shortest.distances(List.of(traffic.start()), traffic::next, Integer.MAX_VALUE, FAR_STATES);
        List<Long> out = reached.keySet().stream().filter(traffic::out).sorted().toList();
        Map<Long, Integer> distances = Shortest.distances(
                out,
                state -> traffic.next(state).stream()
                        .filter(reached::containsKey)
                        .toList(),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
        int most = Collections.max(distances.values());
        List<Long> far = distances.entrySet().stream()
                .filter(state -> state.getValue() == most)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        long start = draws.pick(far);
        return Shortest.path(start, traffic::out, traffic::moves, Integer.MAX_VALUE, MOST_STATES)
                .filter(path -> !path.isEmpty())
                .map(path -> end(traffic, start, path));
    }

    /** The end of a shortest way, which is a shortest way too. */
    private RushHour end(Traffic traffic, long start, List<String> path) {
        int left = Math.max(0, path.size() - slides);
        long state = start;
        for (String slide : path.subList(0, left)) {
            state = traffic.slide(state, slide.charAt(0), Integer.parseInt(slide.substring(1)))
                    .orElseThrow();
        }
        return new RushHour(traffic.rows(state), path.subList(left, path.size()));
    }

    /** Our car and as many others as asked for, or as find a place. */
    private List<String> board(Draws draws) {
        char[][] cells = new char[SIZE][SIZE];
        for (char[] row : cells) {
            Arrays.fill(row, Traffic.EMPTY);
        }
        put(cells, Traffic.OURS, true, draws.between(1, SIZE - 2), SIZE - 2, 2);
        int row = IntStream.range(0, SIZE)
                .filter(i -> new String(cells[i]).indexOf(Traffic.OURS) >= 0)
                .findFirst()
                .orElseThrow();
        List<Character> names = new ArrayList<>(
                "BCDEFGHIJKL".chars().mapToObj(name -> (char) name).toList());
        for (int tries = 0; tries < 20 * cars && names.size() > 12 - cars; tries++) {
            int length = draws.chance(0.3) ? 3 : 2;
            boolean across = draws.chance(0.45);
            int line = draws.below(SIZE);
            if (!(across && line == row)
                    && put(cells, names.get(0), across, line, draws.below(SIZE - length + 1), length)) {
                names.remove(0); // another car that lies across in our row would never let ours pass
            }
        }
        return Arrays.stream(cells).map(String::new).toList();
    }

    private static boolean put(char[][] cells, char name, boolean across, int line, int first, int length) {
        boolean free = IntStream.range(first, first + length)
                .allMatch(i -> (across ? cells[line][i] : cells[i][line]) == Traffic.EMPTY);
        for (int i = first; free && i < first + length; i++) {
            if (across) {
                cells[line][i] = name;
            } else {
                cells[i][line] = name;
            }
        }
        return free;
    }
}
