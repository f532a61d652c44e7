package org.reason4j.gym.arithmetic;

import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Words;

/** The greatest common divisor of positive integers. */
public record Gcd(List<Integer> numbers) implements Problem {

    public Gcd {
        numbers = List.copyOf(numbers);
    }

    @Override
    public String question() {
        return "What is the largest integer that divides each of " + Words.row(numbers)
                + " without a remainder? Answer with the integer alone.";
    }

    private int divisor() {
        return numbers.stream().reduce(0, Gcd::of);
    }

    private static int of(int a, int b) {
        return b == 0 ? a : of(b, a % b);
    }

    @Override
    public String answer() {
        return Integer.toString(divisor());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, divisor());
    }

    /** Digits of all numbers. */
    @Override
    public double work() {
        return numbers.stream()
                .mapToInt(number -> Integer.toString(number).length())
                .sum();
    }
}
