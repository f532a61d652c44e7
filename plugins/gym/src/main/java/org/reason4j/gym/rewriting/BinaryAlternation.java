package org.reason4j.gym.rewriting;

import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * The fewest exchanges of two characters that make a string of zeros and ones alternate.
 *
 * @param string of zeros and ones
 */
public record BinaryAlternation(String string) implements Problem {

    @Override
    public String question() {
        return """
                In one move any two characters of the string %s may change places. How many moves does it take at least until \
                no two neighbours are equal? Answer with the number, -1 if it can't be reached.""".formatted(string);
    }

    @Override
    public String answer() {
        return Long.toString(moves());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, moves());
    }

    @Override
    public double work() {
        return string.length();
    }

    private long moves() {
        long ones = string.chars().filter(c -> c == '1').count();
        long zeros = string.length() - ones;
        if (Math.abs(ones - zeros) > 1) {
            return -1;
        }
        long wrong = IntStream.range(0, string.length()) // if the first character is to be 0
                .filter(i -> string.charAt(i) - '0' != i % 2)
                .count();
        long other = string.length() - wrong;
        return (ones == zeros ? Math.min(wrong, other) : zeros > ones ? wrong : other) / 2;
    }
}
