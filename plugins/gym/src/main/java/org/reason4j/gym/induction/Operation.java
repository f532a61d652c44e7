package org.reason4j.gym.induction;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

    /** Returns every operation there is. */
    static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        IntStream.rangeClosed(-MOST_ADDED, MOST_ADDED)
                .filter(by -> by != 0)
                .forEach(by -> all.add(new Operation(Kind.ADD, by)));
        IntStream.rangeClosed(2, 3).forEach(by -> all.add(new Operation(Kind.MULTIPLY, by)));
        all.add(new Operation(Kind.HALVE, 0));
        all.add(new Operation(Kind.ADD_BEFORE, 0));
        return List.copyOf(all);
    }

    /** Returns all rules of 1 to {@code steps} operations one after the other. */
    static List<List<Operation>> rules(int steps) {
        List<List<Operation>> rules = new ArrayList<>();
        List<List<Operation>> last = List.of(List.of());
        for (int i = 0; i < steps; i++) {
            List<List<Operation>> longer = new ArrayList<>();
            for (List<Operation> rule : last) {
                for (Operation operation : all()) {
                    List<Operation> more = new ArrayList<>(rule);
                    more.add(operation);
                    longer.add(List.copyOf(more));
                }
            }
            rules.addAll(longer);
            last = longer;
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
