package org.reason4j.gym.search;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws jugs until an amount needs so many moves, or one more: two jugs have amounts for even numbers of moves alone.
 *
 * @param jugs how many there are, 2 to 4
 * @param moves how many are needed, 2 to 9
 */
public record JugsGenerator(int jugs, int moves) implements Generator {

    private static final int LARGEST = 13;
    private static final int MOST_STATES = 20_000;

    public JugsGenerator {
        range("jugs", jugs, 2, 4);
        range("moves", moves, 2, 9);
    }

    @Override
    public Jugs problem(Draws draws) {
        while (true) {
            List<Integer> sizes = IntStream.range(0, jugs)
                    .mapToObj(jug -> draws.between(3, LARGEST))
                    .toList();
            Jugs empty = new Jugs(sizes, 0);
            Map<List<Integer>, Integer> distances =
                    Shortest.distances(List.of(empty.empty()), Shortest.next(empty::moves), moves + 1, MOST_STATES);
            List<Integer> targets = IntStream.rangeClosed(1, LARGEST)
                    .filter(target -> fewest(target, distances) >= moves)
                    .boxed()
                    .toList();
            if (!targets.isEmpty()) {
                return new Jugs(sizes, draws.pick(targets));
            }
        }
    }

    /** The fewest moves after which some jug holds an amount, 0 if none does. */
    private static int fewest(int target, Map<List<Integer>, Integer> distances) {
        return distances.entrySet().stream()
                .filter(reached -> reached.getKey().contains(target))
                .mapToInt(Map.Entry::getValue)
                .min()
                .orElse(0);
    }
}
