package org.reason4j.gym.puzzle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.gym.Draws;

/**
 * A whole number with the expression that it came from.
 *
 * @param value the number
 * @param text the expression
 * @param single whether the expression needs no brackets
 */
record Joined(long value, String text, boolean single) {

    private static final long LARGEST = 100_000;
    private static final List<Character> SIGNS = List.of('+', '-', '*', '/');

    static Joined of(long number) {
        return new Joined(number, String.valueOf(number), true);
    }

    /** The two with a sign between them; empty where that is not a whole number of moderate size. */
    Optional<Joined> with(Joined other, char sign) {
        boolean whole = sign != '/' || other.value != 0 && value % other.value == 0;
        if (!whole) {
            return Optional.empty();
        }
        long joined = switch (sign) {
            case '+' -> value + other.value;
            case '-' -> value - other.value;
            case '*' -> value * other.value;
            default -> value / other.value;
        };
        return Math.abs(joined) > LARGEST
                ? Optional.empty()
                : Optional.of(new Joined(joined, bracketed() + " " + sign + " " + other.bracketed(), false));
    }

    private String bracketed() {
        return single ? text : "(" + text + ")";
    }

    /** All of them, joined two by two in an order and with signs that are drawn. */
    static Joined drawn(Draws draws, List<Integer> numbers) {
        List<Joined> open = numbers.stream().map(Joined::of).toList();
        while (open.size() > 1) {
            List<Joined> now = draws.shuffled(open);
            open = now.get(0)
                    .with(now.get(1), draws.pick(SIGNS))
                    .map(joined -> and(now.subList(2, now.size()), joined))
                    .orElse(now);
        }
        return open.get(0);
    }

    /** An expression over all of them that comes to the target, by whole numbers alone; empty where there is none. */
    static Optional<Joined> reaching(List<Joined> open, long target) {
        if (open.size() == 1) {
            return open.stream().filter(one -> one.value == target).findFirst();
        }
        for (int i = 0; i < open.size(); i++) {
            for (int j = 0; j < open.size(); j++) {
                if (i == j) {
                    continue;
                }
                List<Joined> rest = new ArrayList<>(open);
                rest.remove(Math.max(i, j));
                rest.remove(Math.min(i, j));
                for (char sign : SIGNS) {
                    Optional<Joined> found =
                            open.get(i).with(open.get(j), sign).flatMap(joined -> reaching(and(rest, joined), target));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<Joined> and(List<Joined> some, Joined another) {
        return Stream.concat(some.stream(), Stream.of(another)).toList();
    }
}
