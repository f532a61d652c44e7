package org.reason4j.gym.puzzle;

import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;

/**
 * An expression that uses every given number once and comes to a target.
 *
 * @param numbers what is to be used
 * @param target what it must come to
 * @param answer one such expression
 */
public record Countdown(List<Integer> numbers, int target, String answer) implements Problem {

    public Countdown {
        numbers = List.copyOf(numbers);
    }

    @Override
    public String question() {
        String given = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "Write an expression that comes to " + target + ". It has each of the numbers " + given
                + " exactly as often as it stands here, no other number, and besides only +, -, *, / and brackets. Answer with"
                + " the expression alone, without an equals sign.";
    }

    @Override
    public boolean accepts(String answer) {
        return Expression.read(answer)
                .filter(read -> read.value().equals(Rational.of(target)))
                .filter(read -> read.numbers().stream()
                        .sorted()
                        .toList()
                        .equals(numbers.stream()
                                .map(Integer::longValue)
                                .sorted()
                                .toList()))
                .isPresent();
    }

    /** Pairs of numbers that can be joined first, times the digits of all. */
    @Override
    public double work() {
        int digits = numbers.stream()
                .mapToInt(number -> String.valueOf(number).length())
                .sum();
        return numbers.size() * (numbers.size() - 1) / 2.0 * digits;
    }
}
