package org.reason4j.gym.search;

import java.util.List;
import java.util.Optional;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Turns that solve a cube of three layers.
 *
 * @param stickers a letter for the colour of each sticker: faces up, left, front, right, back and down, each row by row as the net
 *     shows it
 * @param solution turns that do it
 */
public record RubiksCube(String stickers, List<String> solution) implements Problem {

    private static final int MOST_TURNS = 1000;

    public RubiksCube {
        solution = List.copyOf(solution);
    }

    @Override
    public String question() {
        return "This is the net of a cube of 3 x 3 x 3 pieces, a letter for the colour of each sticker. The face in the middle"
                + " of the cross is the front; above it is the upper face, below it the lower one, and in its row stand the left"
                + " face before it and the right and the back one behind it:\n" + net()
                + "\nU, D, L, R, F and B turn the upper,"
                + " lower, left, right, front and back layer clockwise by a quarter, seen from outside, and U' turns it the other"
                + " way. Which turns make every face one colour? Answer with them in order, such as U R' F F";
    }

    private String net() {
        StringBuilder net = new StringBuilder();
        for (int row = 0; row < 9; row++) {
            net.append(row == 0 ? "" : "\n");
            if (row / 3 == 1) {
                for (int face = 1; face <= 4; face++) {
                    net.append(face == 1 ? "" : " ").append(row(face, row % 3));
                }
            } else {
                net.append("    ").append(row(row < 3 ? 0 : 5, row % 3));
            }
        }
        return net.toString();
    }

    private String row(int face, int row) {
        return stickers.substring(9 * face + 3 * row, 9 * face + 3 * row + 3);
    }

    @Override
    public String answer() {
        return String.join(" ", solution);
    }

    @Override
    public boolean accepts(String answer) {
        String[] turns = Answers.stripped(answer).replace('’', '\'').split("\\s+");
        if (turns.length > MOST_TURNS) {
            return false;
        }
        String now = stickers;
        for (String turn : turns) {
            Optional<String> turned = CubeTurns.turned(now, turn);
            if (turned.isEmpty()) {
                return false;
            }
            now = turned.get();
        }
        return solved(now);
    }

    static boolean solved(String stickers) {
        for (int sticker = 0; sticker < stickers.length(); sticker++) {
            if (stickers.charAt(sticker) != stickers.charAt(sticker / 9 * 9)) {
                return false;
            }
        }
        return true;
    }

    /** Stickers that the turns of the solution move. */
    @Override
    public double work() {
        return 20.0 * solution.size();
    }
}
