package org.reason4j.gym.board;

import org.reason4j.gym.Problem;
import org.reason4j.gym.puzzle.Grid;

/**
 * Whether every cell of a board of the game of life is dead after some steps.
 *
 * @param board the first board
 * @param steps how many
 */
public record GameOfLifeHalting(Grid board, int steps) implements Problem {

    @Override
    public String question() {
        return Life.RULES + "\n" + board.numbers() + "\nIs every cell of this board dead after " + steps
                + " steps, or before? Answer true or false.";
    }

    /** Whether all are dead: a board without life stays so. */
    boolean dies() {
        return Life.living(Life.after(board, steps)) == 0;
    }

    @Override
    public String answer() {
        return String.valueOf(dies());
    }

    @Override
    public boolean accepts(String answer) {
        return answer.strip().equalsIgnoreCase(answer());
    }

    /** Cells of the board, and living ones at each step that is asked for. */
    @Override
    public double work() {
        return board.height() * board.width() + (double) Life.living(board) * steps;
    }
}
