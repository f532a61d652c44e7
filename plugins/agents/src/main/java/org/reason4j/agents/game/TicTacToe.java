package org.reason4j.agents.game;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.random.SplitMix64;

/** Noughts and crosses. Its expert is perfect: it draws among the moves of the highest minimax value. */
public final class TicTacToe implements Game {

    private static final String EMPTY = "123456789";
    private static final List<String> MARKS = List.of("X", "O");
    private static final int[][] LINES = {
        {0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {0, 3, 6}, {1, 4, 7}, {2, 5, 8}, {0, 4, 8}, {2, 4, 6}
    };

    private final Map<String, Integer> values = values(); // of a board, to the player whose turn it is

    @Override
    public String name() {
        return "tic-tac-toe";
    }

    @Override
    public List<String> roles() {
        return MARKS;
    }

    @Override
    public String rules() {
        return "X and O take turns on a board of nine squares; X begins. Who has three marks in a row, a column or a"
                + " diagonal wins. A move is the digit of a free square.";
    }

    @Override
    public Position start(long key) {
        return new Board(EMPTY);
    }

    /**
     * A board.
     *
     * @param squares nine of them, row by row: a mark, or the square's digit where it is free
     */
    record Board(String squares) implements Position {

        @Override
        public int player() {
            int marks = (int)
                    squares.chars().filter(square -> !Character.isDigit(square)).count();
            return isOver() ? (marks + 1) % 2 : marks % 2;
        }

        @Override
        public String view() {
            return squares.substring(0, 3) + "\n" + squares.substring(3, 6) + "\n" + squares.substring(6);
        }

        @Override
        public List<String> moves() {
            return winner().isPresent()
                    ? List.of()
                    : squares.chars()
                            .filter(Character::isDigit)
                            .mapToObj(Character::toString)
                            .toList();
        }

        @Override
        public Optional<Position> after(String move) {
            return moves().contains(move)
                    ? Optional.of(new Board(squares.replace(move, MARKS.get(player()))))
                    : Optional.empty();
        }

        @Override
        public boolean isOver() {
            return moves().isEmpty();
        }

        @Override
        public double outcome(int player) {
            return winner().map(mark -> mark.equals(MARKS.get(player)) ? 1.0 : -1.0)
                    .orElse(0.0);
        }

        private Optional<String> winner() {
            for (int[] line : LINES) {
                char mark = squares.charAt(line[0]);
                if (mark == squares.charAt(line[1]) && mark == squares.charAt(line[2])) {
                    return Optional.of(String.valueOf(mark));
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public String expert(Position position, long key) {
        List<String> best = best(position);
        return best.get((int) SplitMix64.below(SplitMix64.number(key, 0), best.size()));
    }

    /** The moves with the highest value. */
    List<String> best(Position position) {
        List<String> moves = position.moves();
        int[] worth = moves.stream()
                .mapToInt(move -> -value(position.after(move).orElseThrow()))
                .toArray();
        int highest = IntStream.of(worth).max().orElseThrow();
        List<String> best = new ArrayList<>();
        for (int i = 0; i < worth.length; i++) {
            if (worth[i] == highest) {
                best.add(moves.get(i));
            }
        }
        return best;
    }

    /** Result of perfect play for the player whose turn it is, or would be: 1, 0 or -1. */
    int value(Position position) {
        return values.getOrDefault(((Board) position).squares(), 0);
    }

    private static Map<String, Integer> values() {
        Map<String, Integer> values = new HashMap<>();
        value(new Board(EMPTY), values);
        return Map.copyOf(values);
    }

    private static int value(Board board, Map<String, Integer> known) {
        Integer before = known.get(board.squares());
        if (before != null) {
            return before;
        }
        int value = board.isOver()
                ? -(int) board.outcome(board.player()) // of the one who would be next
                : board.moves().stream()
                        .mapToInt(move -> -value((Board) board.after(move).orElseThrow(), known))
                        .max()
                        .orElseThrow();
        known.put(board.squares(), value);
        return value;
    }
}
