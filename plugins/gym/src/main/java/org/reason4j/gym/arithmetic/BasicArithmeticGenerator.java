package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Joins integers by operations; every quotient on the way is an integer.
 *
 * @param terms how many integers, 2 to 12
 * @param digits of each at most, 1 to 4
 * @param negatives share of terms and brackets with a minus before, 0 to 1
 */
public record BasicArithmeticGenerator(int terms, int digits, double negatives) implements Generator {

    /** A part of the expression: its text, its value, and how tightly its last operation binds, 0 for a sum and 2 for a term. */
    private record Part(String text, long value, int binding) {

        String inside(int least) {
            return binding < least ? "(" + text + ")" : text;
        }
    }

    public BasicArithmeticGenerator {
        range("terms", terms, 2, 12);
        range("digits", digits, 1, 4);
        range("negatives", negatives, 0, 1);
    }

    @Override
    public BasicArithmetic problem(Draws draws) {
        return new BasicArithmetic(part(terms, draws).text());
    }

    private Part part(int size, Draws draws) {
        if (size == 1) {
            return term(draws.between(1, draws.ofDigits(digits)), draws);
        }
        int split = draws.between(1, size - 1);
        Part right = part(size - split, draws);
        int kind = draws.below(5);
        if (kind == 4 && split == 1 && right.value() != 0 && Math.abs(right.value()) < 1000) {
            long quotient = draws.between(1L, 12L);
            Part left = term(quotient * Math.abs(right.value()), draws);
            return new Part(left.text() + " / " + right.inside(2), left.value() / right.value(), 1);
        }
        Part left = part(split, draws);
        return switch (kind) {
            case 0, 1 -> negated(new Part(left.text() + " + " + right.text(), left.value() + right.value(), 0), draws);
            case 2 -> negated(new Part(left.text() + " - " + right.inside(1), left.value() - right.value(), 0), draws);
            default ->
                Math.abs(left.value() * (double) right.value()) < 1e15
                        ? new Part(left.inside(1) + " * " + right.inside(2), left.value() * right.value(), 1)
                        : new Part(left.text() + " - " + right.inside(1), left.value() - right.value(), 0);
        };
    }

    private Part term(long value, Draws draws) {
        return draws.chance(negatives) ? new Part("-" + value, -value, 2) : new Part(Long.toString(value), value, 2);
    }

    private Part negated(Part sum, Draws draws) {
        return draws.chance(negatives / 2) ? new Part("-(" + sum.text() + ")", -sum.value(), 2) : sum;
    }
}
