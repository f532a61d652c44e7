package org.reason4j.gym.rewriting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A rule that turns some pieces into others.
 *
 * @param takes how many pieces of each kind it takes
 * @param gives how many of each kind it gives
 */
public record Reaction(List<Integer> takes, List<Integer> gives) {

    /** Uses of rules after which a run ends in any case; a generator draws none that gets there. */
    static final int MOST = 1000;

    public Reaction {
        takes = List.copyOf(takes);
        gives = List.copyOf(gives);
    }

    /** Returns the rule as a text such as {@code A + 2 B > C}. */
    String text(List<String> names) {
        return text(takes, names) + " > " + text(gives, names);
    }

    private static String text(List<Integer> counts, List<String> names) {
        return IntStream.range(0, counts.size())
                .filter(kind -> counts.get(kind) > 0)
                .mapToObj(kind -> (counts.get(kind) == 1 ? "" : counts.get(kind) + " ") + names.get(kind))
                .collect(Collectors.joining(" + "));
    }

    /** Returns all states from the first on, each after one use of the first rule of the list that can be used. */
    static List<List<Integer>> run(List<Reaction> rules, List<Integer> start) {
        List<List<Integer>> states = new ArrayList<>(List.of(start));
        Optional<List<Integer>> next = next(rules, start);
        while (next.isPresent() && states.size() <= MOST) {
            states.add(next.get());
            next = next(rules, next.get());
        }
        return states;
    }

    private static Optional<List<Integer>> next(List<Reaction> rules, List<Integer> state) {
        return rules.stream()
                .filter(rule -> IntStream.range(0, state.size()).allMatch(i -> state.get(i) >= rule.takes.get(i)))
                .findFirst()
                .map(rule -> IntStream.range(0, state.size())
                        .mapToObj(i -> state.get(i) - rule.takes.get(i) + rule.gives.get(i))
                        .toList());
    }

    /** Returns the numbered rules, a line each. */
    static String listed(List<Reaction> rules, List<String> names) {
        return IntStream.range(0, rules.size())
                .mapToObj(i -> (i + 1) + ". " + rules.get(i).text(names))
                .collect(Collectors.joining("\n"));
    }

    /** Returns how many of each kind there are, such as {@code 3 A, 0 B}. */
    static String counted(List<Integer> state, List<String> names) {
        return IntStream.range(0, state.size())
                .mapToObj(i -> state.get(i) + " " + names.get(i))
                .collect(Collectors.joining(", "));
    }
}
