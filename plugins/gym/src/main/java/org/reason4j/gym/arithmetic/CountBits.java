package org.reason4j.gym.arithmetic;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** The number of ones in the binary form of a positive integer. */
public record CountBits(long number) implements Problem {

    @Override
    public String question() {
        return "The number " + number
                + " is written in base 2. How many of its digits are 1? Answer with the number alone.";
    }

    @Override
    public String answer() {
        return Integer.toString(Long.bitCount(number));
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, Long.bitCount(number));
    }

    /** Halvings of the number. */
    @Override
    public double work() {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }
}
