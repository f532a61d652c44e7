package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Joins integers by operations.
 *
 * @param operations how many, 1 to 10
 * @param digits hexadecimal ones of each operand, 1 to 12
 */
public record BitwiseArithmeticGenerator(int operations, int digits) implements Generator {

    public BitwiseArithmeticGenerator {
        range("operations", operations, 1, 10);
        range("digits", digits, 1, 12);
    }

    @Override
    public BitwiseArithmetic problem(Draws draws) {
        return new BitwiseArithmetic(expression(operations, draws));
    }

    private String expression(int left, Draws draws) {
        if (left == 0) {
            return "0x" + Long.toHexString(draws.between(1L << (4 * digits - 4), (1L << (4 * digits)) - 1));
        }
        String operation = draws.pick(List.of("+", "-", "*", "<<", ">>"));
        boolean shift = operation.length() == 2;
        int first = shift ? left - 1 : draws.below(left);
        String second = shift ? "0x" + draws.between(1, 8) : expression(left - 1 - first, draws);
        return "(" + expression(first, draws) + " " + operation + " " + second + ")";
    }
}
