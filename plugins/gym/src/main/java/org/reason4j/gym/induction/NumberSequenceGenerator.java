package org.reason4j.gym.induction;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws sequences that are shown until only one next number is possible.
 *
 * @param steps of how many operations the rule consists at most, 1 to 3
 * @param start how large the first number is at most, 2 to 1000; it may be negative
 */
public record NumberSequenceGenerator(int steps, int start) implements Generator {

    private static final int FEWEST = 5; // numbers shown
    private static final int MOST = 9;
    private static final long LARGEST = 1_000_000;

    public NumberSequenceGenerator {
        range("steps", steps, 1, 3);
        range("start", start, 2, 1000);
    }

    @Override
    public NumberSequence problem(Draws draws) {
        while (true) {
            List<Operation> rule = new ArrayList<>();
            for (int i = draws.between(1, steps); i > 0; i--) {
                rule.add(draws.pick(Operation.all()));
            }
            List<Long> shown = new ArrayList<>(List.of((long) draws.between(-start, start)));
            long before = 0;
            while (shown.size() < MOST && Math.abs(shown.get(shown.size() - 1)) <= LARGEST) {
                long last = shown.get(shown.size() - 1);
                shown.add(Operation.next(rule, last, before));
                before = last;
                NumberSequence problem = new NumberSequence(shown, steps);
                if (shown.size() >= FEWEST
                        && Math.abs(last) <= LARGEST / 100
                        && problem.next().size() == 1) {
                    return problem;
                }
            }
        }
    }
}
