package org.reason4j.gym.logic;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * Statements about their own truth, and the number of ways in which they can be true and false.
 *
 * @param statements what each says
 */
public record SelfReference(List<Statement> statements) implements Problem {

    /** What a statement says of all of them. */
    public enum Kind {
        AT_LEAST_TRUE("At least %s of these statements are true."),
        AT_MOST_FALSE("At most %s of these statements are false."),
        EXACTLY_TRUE("Exactly %s of these statements are true."),
        EXACTLY_FALSE("Exactly %s of these statements are false."),
        ONE_OF("Of the statements %s and %s, exactly one is true."),
        BOTH_OR_NEITHER("The statements %s and %s are both true or both false."),
        PRIME_TRUE("The number of true statements is prime."),
        COMPOSITE_FALSE("The number of false statements is composite.");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /**
     * One of them.
     *
     * @param kind what it says
     * @param first a number of statements, or the place of one, from 1; 0 where it needs none
     * @param second the place of another one, from 1; 0 where it needs none
     */
    public record Statement(Kind kind, int first, int second) {

        /** Whether it holds where statement {@code i}, from 0, is true exactly if bit {@code i} is 1. */
        boolean holds(int world, int statements) {
            int right = Integer.bitCount(world);
            int wrong = statements - right;
            return switch (kind) {
                case AT_LEAST_TRUE -> right >= first;
                case AT_MOST_FALSE -> wrong <= first;
                case EXACTLY_TRUE -> right == first;
                case EXACTLY_FALSE -> wrong == first;
                case ONE_OF -> (world >> first - 1 & 1) != (world >> second - 1 & 1);
                case BOTH_OR_NEITHER -> (world >> first - 1 & 1) == (world >> second - 1 & 1);
                case PRIME_TRUE -> prime(right);
                case COMPOSITE_FALSE -> wrong > 3 && !prime(wrong);
            };
        }

        private static boolean prime(int number) {
            return number > 1 && IntStream.range(2, number).noneMatch(divisor -> number % divisor == 0);
        }

        private String text() {
            return kind.text.formatted(first, second);
        }
    }

    public SelfReference {
        statements = List.copyOf(statements);
    }

    @Override
    public String question() {
        String listed = IntStream.range(0, statements.size())
                .mapToObj(i -> (i + 1) + ". " + statements.get(i).text())
                .collect(Collectors.joining("\n"));
        return "Each of these statements is true or false:\n" + listed
                + "\nIn how many ways can they be true and false so that every true one holds and no false one does?"
                + " Answer with that number.";
    }

    private boolean fits(int world) {
        return IntStream.range(0, statements.size())
                .allMatch(i -> statements.get(i).holds(world, statements.size()) == ((world >> i & 1) == 1));
    }

    @Override
    public String answer() {
        return String.valueOf(
                IntStream.range(0, 1 << statements.size()).filter(this::fits).count());
    }

    @Override
    public boolean accepts(String answer) {
        return answer.strip().equals(answer());
    }

    /** Numbers of true statements to try, times what each statement needs: one look, or two at others. */
    @Override
    public double work() {
        int looks = statements.stream()
                .mapToInt(one -> one.kind() == Kind.ONE_OF || one.kind() == Kind.BOTH_OR_NEITHER ? 2 : 1)
                .sum();
        return (statements.size() + 1.0) * looks;
    }
}
