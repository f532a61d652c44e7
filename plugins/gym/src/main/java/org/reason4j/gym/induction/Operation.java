package org.reason4j.gym.induction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An operation that makes one number of a sequence of the one before it.
 *
 * @param kind what is done
 * @param by the number that is added or multiplied by, 0 for the other kinds
 */
record Operation(Kind kind, int by) {

    enum Kind {
        ADD,
        MULTIPLY,
        HALVE,
        ADD_BEFORE
    }

    static final int MOST_ADDED = 9;

    private static final int MOST_STEPS = 3;
    private static final List<Operation> ALL = Stream.of(
                    IntStream.rangeClosed(-MOST_ADDED, -1).mapToObj(by -> new Operation(Kind.ADD, by)),
                    IntStream.rangeClosed(1, MOST_ADDED).mapToObj(by -> new Operation(Kind.ADD, by)),
                    IntStream.rangeClosed(2, 3).mapToObj(by -> new Operation(Kind.MULTIPLY, by)),
                    Stream.of(new Operation(Kind.HALVE, 0), new Operation(Kind.ADD_BEFORE, 0)))
            .flatMap(Function.identity())
            .toList();
    private static final List<List<List<Operation>>> RULES =
            IntStream.rangeClosed(1, MOST_STEPS).mapToObj(Operation::upTo).toList();

    /** Returns every operation there is. */
    static List<Operation> all() {
        return ALL;
    }

    /** Returns all rules of 1 to {@code steps} operations one after the other; there are at most 3 steps. */
    static List<List<Operation>> rules(int steps) {
        return RULES.get(steps - 1);
    }

    private static List<List<Operation>> upTo(int steps) {
        List<List<Operation>> rules = new ArrayList<>();
        List<List<Operation>> last = List.of(List.of());
        for (int i = 0; i < steps; i++) {
            last = last.stream()
                    .flatMap(rule -> ALL.stream()
                            .map(operation -> Stream.concat(rule.stream(), Stream.of(operation))
                                    .toList()))
                    .toList();
            rules.addAll(last);
        }
        return List.copyOf(rules);
    }

    /** Returns the number that follows {@code last}, before which stood {@code before}; before the first number stood 0. */
    static long next(List<Operation> rule, long last, long before) {
        long value = last;
        for (Operation operation : rule) {
            value = switch (operation.kind()) {
                case ADD -> value + operation.by();
                case MULTIPLY -> value * operation.by();
                case HALVE -> Math.floorDiv(value, 2);
                case ADD_BEFORE -> value + before;
            };
        }
        return value;
    }
}
