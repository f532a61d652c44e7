package org.reason4j.gym.board;

import org.reason4j.gym.Problem;
import org.reason4j.gym.puzzle.Grid;

/**
 * A board of the game of life after some steps.
 *
 * @param board the first board
 * @param steps how many
 */
public record GameOfLife(Grid board, int steps) implements Problem {

    @Override
    public String question() {
        return Life.RULES + "\n" + board.numbers() + "\nHow does this board look after " + steps
                + (steps == 1 ? " step" : " steps") + "? Answer with its rows in the same form.";
    }

    @Override
    public String answer() {
        return Life.after(board, steps).numbers();
    }

    @Override
    public boolean accepts(String answer) {
        return Grid.read(answer, board.height(), board.width())
                .filter(Life.after(board, steps)::equals)
                .isPresent();
    }

    /** Cells of all steps. */
    @Override
    public double work() {
        return (double) board.height() * board.width() * steps;
    }
}
