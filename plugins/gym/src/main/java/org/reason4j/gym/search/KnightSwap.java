package org.reason4j.gym.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.search.Shortest.Move;

/**
 * White and black knights that move by turns until they have changed places, or the insight that they can't.
 *
 * @param rows the board, the highest row first: {@code w} and {@code B} for knights, {@code .} for an empty square, {@code #} for
 *     none; at most 9 rows
 * @param whiteFirst whether white has the first move
 */
public record KnightSwap(List<String> rows, boolean whiteFirst) implements Problem {

    private static final Pattern MOVE =
            Pattern.compile("\\G\\s*\"?([wB])[ ,]\\s*([A-I])([1-9])[ ,]\\s*([A-I])([1-9])\"?\\s*(?:,|$)");
    private static final int MOST_STATES = 50_000;

    /** All squares in one row, and who has the move. */
    private record State(String squares, boolean white) {}

    public KnightSwap {
        rows = List.copyOf(rows);
    }

    @Override
    public String question() {
        StringBuilder board = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            board.append(rows.size() - row).append(' ').append(rows.get(row)).append('\n');
        }
        board.append("  ").append("ABCDEFGHI", 0, rows.get(0).length());
        return "On this board w is a white knight, B a black one, . a free square and # no square at all:\n" + board
                + "\nWhite and black move by turns, " + (whiteFirst ? "white" : "black")
                + " first. A knight moves as in chess, to a"
                + " free square; nobody is taken, and nobody may pass. Can all white knights get to where the black ones stand now,"
                + " and all black ones to where the white ones stand? Answer no, or with the moves in this form:"
                + " w A1 B3, B C2 A1, ...";
    }

    private String start() {
        return String.join("", rows);
    }

    private boolean swapped(String squares) {
        return squares.equals(start().replace('w', '?').replace('B', 'w').replace('?', 'B'));
    }

    private int width() {
        return rows.get(0).length();
    }

    private boolean jumps(int from, int to) {
        int across = Math.abs(from % width() - to % width());
        int up = Math.abs(from / width() - to / width());
        return across + up == 3 && across > 0 && up > 0;
    }

    private String name(int square) {
        return String.valueOf((char) ('A' + square % width())) + (rows.size() - square / width());
    }

    private List<Move<State>> moves(State now) {
        List<Move<State>> moves = new ArrayList<>();
        char knight = now.white ? 'w' : 'B';
        for (int from = 0; from < now.squares.length(); from++) {
            for (int to = 0; now.squares.charAt(from) == knight && to < now.squares.length(); to++) {
                Optional<State> after = moved(now, from, to);
                if (after.isPresent()) {
                    moves.add(new Move<>(knight + " " + name(from) + " " + name(to), after.get()));
                }
            }
        }
        return moves;
    }

    private Optional<State> moved(State now, int from, int to) {
        char knight = now.white ? 'w' : 'B';
        if (now.squares.charAt(from) != knight || now.squares.charAt(to) != '.' || !jumps(from, to)) {
            return Optional.empty();
        }
        StringBuilder after = new StringBuilder(now.squares);
        after.setCharAt(from, '.');
        after.setCharAt(to, knight);
        return Optional.of(new State(after.toString(), !now.white));
    }

    /** The shortest way, or none. */
    Optional<List<String>> shortest() {
        return Shortest.path(
                new State(start(), whiteFirst),
                state -> swapped(state.squares),
                this::moves,
                Integer.MAX_VALUE,
                MOST_STATES);
    }

    @Override
    public String answer() {
        return shortest().map(moves -> String.join(", ", moves)).orElse("no");
    }

    @Override
    public boolean accepts(String answer) {
        String text = Answers.stripped(answer);
        if (text.equalsIgnoreCase("no")) {
            return shortest().isEmpty();
        }
        boolean list = text.startsWith("[") && text.endsWith("]");
        String moves = list ? text.substring(1, text.length() - 1).strip() : text;
        State now = new State(start(), whiteFirst);
        Matcher next = MOVE.matcher(moves);
        int read = 0;
        while (next.find()) {
            int from = square(next.group(2), next.group(3));
            int to = square(next.group(4), next.group(5));
            Optional<State> after = from < 0 || to < 0 || next.group(1).equals("w") != now.white
                    ? Optional.empty()
                    : moved(now, from, to);
            if (after.isEmpty()) {
                return false;
            }
            now = after.get();
            read = next.end();
        }
        return read == moves.length() && !moves.endsWith(",") && swapped(now.squares);
    }

    /** The number of a square, -1 for one that is not on the board. */
    private int square(String column, String row) {
        int across = column.charAt(0) - 'A';
        int down = rows.size() - (row.charAt(0) - '0');
        return across >= width() || down < 0 || down >= rows.size() ? -1 : down * width() + across;
    }

    /** Pairs of squares that are a knight's move apart, times the knights. */
    @Override
    public double work() {
        String squares = start();
        long pairs = IntStream.range(0, squares.length() * squares.length())
                .filter(i -> jumps(i / squares.length(), i % squares.length())
                        && squares.charAt(i / squares.length()) != '#'
                        && squares.charAt(i % squares.length()) != '#')
                .count();
        return pairs / 2.0 * squares.replaceAll("[.#]", "").length();
    }
}
