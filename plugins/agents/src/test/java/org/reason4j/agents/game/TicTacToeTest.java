package org.reason4j.agents.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicTacToeTest {

    private final TicTacToe game = new TicTacToe();

    private Position after(String... moves) {
        Position position = game.start(0);
        for (String move : moves) {
            position = position.after(move).orElseThrow();
        }
        return position;
    }

    @Test
    void playersTakeTurnsOnFreeSquares() {
        assertThat(game.start(0).moves()).hasSize(9);
        assertThat(after("5").player()).isEqualTo(1);
        assertThat(after("5", "1").view()).isEqualTo("O23\n4X6\n789");
        assertThat(after("5", "1").moves()).containsExactly("2", "3", "4", "6", "7", "8", "9");
        assertThat(after("5").after("5")).isEmpty();
        assertThat(after("5").after("0")).isEmpty();
        assertThat(after("5").after("X")).isEmpty();
    }

    @Test
    void threeInALineWinForWhoeverMovedLast() {
        Position row = after("1", "4", "2", "5", "3"); // X has the first row
        assertThat(row.isOver()).isTrue();
        assertThat(row.player()).isZero();
        assertThat(row.outcome(0)).isEqualTo(1);
        assertThat(row.outcome(1)).isEqualTo(-1);
        assertThat(row.moves()).isEmpty();
        Position diagonal = after("1", "3", "2", "5", "9", "7"); // O has 3, 5 and 7
        assertThat(diagonal.player()).isEqualTo(1);
        assertThat(diagonal.outcome(1)).isEqualTo(1);
    }

    @Test
    void aFullBoardWithoutALineIsADraw() {
        // X O X / X O O / O X X
        Position full = after("1", "2", "3", "5", "4", "6", "8", "7", "9");
        assertThat(full.view()).isEqualTo("XOX\nXOO\nOXX");
        assertThat(full.isOver()).isTrue();
        assertThat(full.outcome(0)).isZero();
        assertThat(full.outcome(1)).isZero();
    }

    @Test
    void theExpertCompletesALineOrStopsOne() {
        assertThat(game.best(after("1", "4", "2", "5"))).containsExactly("3"); // X completes 1 2 3
        assertThat(game.best(after("1", "5", "2"))).containsExactly("3"); // O stops it
        assertThat(game.value(game.start(0))).isZero(); // perfect play is a draw
        // X has 1, 3 and 7, O has 2 and 6: X threatens 4 and 5, and O can stop one of them
        assertThat(game.value(after("1", "2", "3", "6", "7"))).isEqualTo(-1);
    }

    @Test
    void theExpertNeverLosesWhateverTheOtherOneDoes() {
        for (int seat = 0; seat < 2; seat++) {
            Set<String> lost = new HashSet<>();
            play(game.start(0), seat, lost);
            assertThat(lost).isEmpty();
        }
    }

    /** Every game of the expert in a seat against every reply. */
    private void play(Position position, int seat, Set<String> lost) {
        if (position.isOver()) {
            if (position.outcome(seat) < 0) {
                lost.add(position.view());
            }
            return;
        }
        List<String> moves = position.player() == seat ? game.best(position) : position.moves();
        moves.forEach(move -> play(position.after(move).orElseThrow(), seat, lost));
    }

    @Test
    void movesOfTheExpertAreDrawsOfTheirKey() {
        Position corner = after("5", "1", "9");
        assertThat(game.expert(corner, 4)).isEqualTo(game.expert(corner, 4));
        Set<String> drawn = new HashSet<>();
        for (int key = 0; key < 50; key++) {
            drawn.add(game.expert(corner, key));
        }
        assertThat(drawn).isEqualTo(Set.copyOf(game.best(corner)));
    }
}
