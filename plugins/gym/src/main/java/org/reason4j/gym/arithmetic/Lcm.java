package org.reason4j.gym.arithmetic;

import java.math.BigInteger;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Words;

/** The least common multiple of positive integers. */
public record Lcm(List<Integer> numbers) implements Problem {

    public Lcm {
        numbers = List.copyOf(numbers);
    }

    @Override
    public String question() {
        return "What is the smallest positive integer that " + Words.row(numbers)
                + " all divide? Answer with the integer alone.";
    }

    private BigInteger multiple() {
        return numbers.stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ONE, (a, b) -> a.divide(a.gcd(b)).multiply(b));
    }

    @Override
    public String answer() {
        return multiple().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.integer(answer).filter(multiple()::equals).isPresent();
    }

    /** Digits of all numbers and of their multiple. */
    @Override
    public double work() {
        return String.join("", numbers.stream().map(String::valueOf).toList()).length() + answer().length();
    }
}
