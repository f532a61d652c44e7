package org.reason4j.gym.board;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * The move of black that takes most white stones at once; every move that takes as many is right.
 *
 * @param rows the board, the highest row first: {@code X} black, {@code O} white, {@code .} free; at most 19 rows
 */
public record Tsumego(List<String> rows) implements Problem {

    private static final Pattern MOVE = Pattern.compile("([A-Sa-s])([1-9][0-9]?)");

    public Tsumego {
        rows = List.copyOf(rows);
    }

    @Override
    public String question() {
        StringBuilder board = new StringBuilder();
        for (int row = 0; row < size(); row++) {
            board.append("%2d ".formatted(size() - row))
                    .append(String.join(" ", rows.get(row).split("")))
                    .append('\n');
        }
        board.append("   ")
                .append(String.join(
                        " ", "ABCDEFGHIJKLMNOPQRS".substring(0, size()).split("")));
        return "This is a position in go; X is a black stone, O a white one, . a free point:\n" + board
                + "\nBlack puts one stone"
                + " onto a free point. White stones that touch each other along the lines, with no free point left beside any of"
                + " them, are taken. Which move takes the most white stones? Answer with column and row, such as C4.";
    }

    private int size() {
        return rows.size();
    }

    private char at(int point) {
        return rows.get(point / size()).charAt(point % size());
    }

    private List<Integer> beside(int point) {
        List<Integer> beside = new ArrayList<>();
        if (point % size() > 0) {
            beside.add(point - 1);
        }
        if (point % size() < size() - 1) {
            beside.add(point + 1);
        }
        if (point >= size()) {
            beside.add(point - size());
        }
        if (point < size() * (size() - 1)) {
            beside.add(point + size());
        }
        return beside;
    }

    /** The points of a group, and the free points beside it. */
    private record Chain(Set<Integer> stones, Set<Integer> free) {}

    private Chain chain(int stone) {
        Chain chain = new Chain(new HashSet<>(Set.of(stone)), new HashSet<>());
        Deque<Integer> open = new ArrayDeque<>(List.of(stone));
        while (!open.isEmpty()) {
            for (int next : beside(open.remove())) {
                if (at(next) == '.') {
                    chain.free.add(next);
                } else if (at(next) == at(stone) && chain.stones.add(next)) {
                    open.add(next);
                }
            }
        }
        return chain;
    }

    /** White stones that black takes by a move to a free point. */
    int taken(int point) {
        Set<Integer> taken = new HashSet<>();
        for (int next : beside(point)) {
            Chain chain = at(next) == 'O' ? chain(next) : new Chain(Set.of(), Set.of());
            if (chain.free.equals(Set.of(point))) {
                taken.addAll(chain.stones);
            }
        }
        return taken.size();
    }

    /** Whether every stone of the board has a free point beside its group, as after a legal move. */
    boolean legal() {
        return IntStream.range(0, size() * size())
                .allMatch(point -> at(point) == '.' || !chain(point).free.isEmpty());
    }

    /** The moves that take most, none where no move takes any. */
    List<Integer> best() {
        int[] taken = IntStream.range(0, size() * size())
                .map(point -> at(point) == '.' ? taken(point) : 0)
                .toArray();
        int most = IntStream.of(taken).max().orElse(0);
        return IntStream.range(0, taken.length)
                .filter(point -> most > 0 && taken[point] == most)
                .boxed()
                .toList();
    }

    @Override
    public String answer() {
        int point = best().get(0);
        return String.valueOf((char) ('A' + point % size())) + (size() - point / size());
    }

    @Override
    public boolean accepts(String answer) {
        Matcher form = MOVE.matcher(Answers.stripped(answer));
        if (!form.matches()) {
            return false;
        }
        int column = Character.toUpperCase(form.group(1).charAt(0)) - 'A';
        int row = size() - Integer.parseInt(form.group(2));
        return column < size() && row >= 0 && best().contains(row * size() + column);
    }

    /** Points, and the points round each stone. */
    @Override
    public double work() {
        long stones = IntStream.range(0, size() * size())
                .filter(point -> at(point) != '.')
                .count();
        return size() * size() + 4.0 * stones;
    }
}
