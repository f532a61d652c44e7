package org.reason4j.gym.induction;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * The next number of a sequence. Right is what any rule gives that the question allows and that gives the numbers shown.
 *
 * @param shown the first numbers, at least two, none larger than a million
 * @param steps of how many operations the rule consists at most, 1 to 3
 */
public record NumberSequence(List<Long> shown, int steps) implements Problem {

    public NumberSequence {
        shown = List.copyOf(shown);
    }

    @Override
    public String question() {
        return """
                Each number of a sequence follows from the one before it by %s: add or subtract a number from 1 to 9; multiply \
                by 2 or 3; halve, rounding down; add the number that stands two places before the new one (0 if there is none). \
                The sequence starts with %s.
                Which number comes next? Answer with the number.""".formatted(
                        steps == 1
                                ? "one operation, the same each time"
                                : "1 to %d operations, the same ones in the same order each time".formatted(steps),
                        shown.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    @Override
    public String answer() {
        return next().iterator().next().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return next().stream().anyMatch(next -> Answers.isInteger(answer, next));
    }

    /** Digits shown, times the operations of the rule. */
    @Override
    public double work() {
        return shown.stream().mapToInt(number -> Long.toString(number).length()).sum() * (double) steps;
    }

    /** Returns what the rules give that give the numbers shown, in rising order. */
    Set<Long> next() {
        return Operation.rules(steps).stream()
                .filter(this::fits)
                .map(rule -> Operation.next(rule, at(shown.size() - 1), at(shown.size() - 2)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean fits(List<Operation> rule) {
        for (int i = 1; i < shown.size(); i++) {
            if (Operation.next(rule, at(i - 1), at(i - 2)) != at(i)) {
                return false;
            }
        }
        return true;
    }

    private long at(int place) {
        return place < 0 ? 0 : shown.get(place);
    }
}
