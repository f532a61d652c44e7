package org.reason4j.gym.rewriting;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A row of tokens {@code A#}, {@code #A}, {@code B#} and {@code #B}: where two hash signs face each other, equal letters vanish and
 * different ones pass each other.
 *
 * @param tokens from left to right
 */
public record Ab(List<String> tokens) implements Problem {

    private static final String NOTHING = "nothing";

    public Ab {
        tokens = List.copyOf(tokens);
    }

    @Override
    public String question() {
        return """
                In a row of the tokens A#, #A, B# and #B, two neighbours whose # face each other react: with the same letter \
                both vanish (A# #A and B# #B), with different letters they change places (A# #B becomes #B A#, and B# #A \
                becomes #A B#). The row is:
                %s
                What is left when no two neighbours react any more? Answer with the row, its tokens separated by spaces, or \
                with nothing if no token is left.""".formatted(String.join(" ", tokens));
    }

    @Override
    public String answer() {
        List<String> left = left();
        return left.isEmpty() ? NOTHING : String.join(" ", left);
    }

    @Override
    public boolean accepts(String answer) {
        return String.join(" ", Answers.stripped(answer).split("\\s+")).equals(answer());
    }

    /** Pairs of tokens that come to face each other: for each token that points left, those before it that point right. */
    @Override
    public double work() {
        int pointRight = 0;
        int pairs = tokens.size();
        for (String token : tokens) {
            pointRight += token.endsWith("#") ? 1 : 0;
            pairs += token.endsWith("#") ? 0 : pointRight;
        }
        return pairs;
    }

    private List<String>
            left() { // each token that points left wanders left until it vanishes or stands before all that point right
        List<String> left = new ArrayList<>();
        for (String token : tokens) {
            int at = left.size();
            boolean vanished = false;
            if (token.startsWith("#")) {
                String facing = token.charAt(1) + "#";
                while (at > 0 && left.get(at - 1).endsWith("#") && !vanished) {
                    at--;
                    vanished = left.get(at).equals(facing);
                }
            }
            if (vanished) {
                left.remove(at);
            } else {
                left.add(at, token);
            }
        }
        return left;
    }
}
