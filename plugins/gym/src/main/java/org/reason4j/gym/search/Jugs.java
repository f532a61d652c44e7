package org.reason4j.gym.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.search.Shortest.Move;

/**
 * Measuring out an amount with jugs that are filled, emptied and poured into each other.
 *
 * @param sizes what each holds
 * @param target the amount that one of them must hold in the end
 */
public record Jugs(List<Integer> sizes, int target) implements Problem {

    private static final Pattern MOVE = Pattern.compile("(?:(fill|empty) |pour ([A-Z]) ?(?:->|→) ?)([A-Z])");
    private static final int MOST_STATES = 100_000;

    public Jugs {
        sizes = List.copyOf(sizes);
    }

    private static char name(int jug) {
        return (char) ('A' + jug);
    }

    @Override
    public String question() {
        String given = IntStream.range(0, sizes.size())
                .mapToObj(jug -> name(jug) + " holds " + sizes.get(jug))
                .collect(Collectors.joining(", "));
        return "There are " + sizes.size() + " empty jugs: " + given
                + " litres. A jug can be filled to the brim (fill A),"
                + " emptied (empty A) or poured into another one until it is empty or the other one full (pour A->B). After"
                + " which moves does one of the jugs hold " + target
                + " litres? Answer with the list of moves in this form:"
                + " [fill A, pour A->B, empty B]";
    }

    /** The moves that are possible and what they lead to; a state is what each jug holds. */
    List<Move<List<Integer>>> moves(List<Integer> now) {
        List<Move<List<Integer>>> moves = new ArrayList<>();
        for (int jug = 0; jug < sizes.size(); jug++) {
            moves.add(new Move<>("fill " + name(jug), with(now, jug, sizes.get(jug))));
            moves.add(new Move<>("empty " + name(jug), with(now, jug, 0)));
            for (int other = 0; other < sizes.size(); other++) {
                if (other != jug) {
                    int poured = Math.min(now.get(jug), sizes.get(other) - now.get(other));
                    moves.add(new Move<>(
                            "pour " + name(jug) + "->" + name(other),
                            with(with(now, jug, now.get(jug) - poured), other, now.get(other) + poured)));
                }
            }
        }
        return moves;
    }

    private static List<Integer> with(List<Integer> before, int jug, int amount) {
        List<Integer> after = new ArrayList<>(before);
        after.set(jug, amount);
        return after;
    }

    List<Integer> empty() {
        return Collections.nCopies(sizes.size(), 0);
    }

    private List<String> shortest() {
        return Shortest.path(empty(), state -> state.contains(target), this::moves, Integer.MAX_VALUE, MOST_STATES)
                .orElseThrow();
    }

    @Override
    public String answer() {
        return "[" + String.join(", ", shortest()) + "]";
    }

    @Override
    public boolean accepts(String answer) {
        Optional<List<String>> moves = Answers.list(answer);
        List<Integer> now = new ArrayList<>(empty());
        for (String move : moves.orElse(List.of())) {
            Matcher form = MOVE.matcher(move);
            if (!form.matches() || !play(form, now)) {
                return false;
            }
        }
        return moves.isPresent() && now.contains(target);
    }

    private boolean play(Matcher form, List<Integer> now) {
        int jug = form.group(3).charAt(0) - 'A';
        int from = form.group(2) == null ? jug : form.group(2).charAt(0) - 'A';
        if (jug >= sizes.size() || from >= sizes.size() || form.group(2) != null && from == jug) {
            return false;
        }
        if (form.group(2) == null) {
            now.set(jug, form.group(1).equals("fill") ? sizes.get(jug) : 0);
        } else {
            int poured = Math.min(now.get(from), sizes.get(jug) - now.get(jug));
            now.set(from, now.get(from) - poured);
            now.set(jug, now.get(jug) + poured);
        }
        return true;
    }

    /** Moves that are possible at each state on the shortest way. */
    @Override
    public double work() {
        return shortest().size() * (double) (sizes.size() * (sizes.size() + 1));
    }
}
