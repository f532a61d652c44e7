package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import java.math.BigDecimal;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.formula.Formula;
import org.reason4j.gym.formula.Measured;

/**
 * Joins positive decimal numbers by operations; nothing is divided by zero.
 *
 * @param terms how many, 2 to 10
 * @param places of each term, 1 to 6
 */
public record DecimalArithmeticGenerator(int terms, int places) implements Generator {

    private static final int SIGNIFICANT = 8;

    public DecimalArithmeticGenerator {
        range("terms", terms, 2, 10);
        range("places", places, 1, 6);
    }

    @Override
    public DecimalArithmetic problem(Draws draws) {
        while (true) {
            String expression = expression(terms, draws);
            if (Formula.value(expression, Measured.ARITHMETIC).isPresent()) {
                return new DecimalArithmetic(expression, SIGNIFICANT);
            }
        }
    }

    private String expression(int size, Draws draws) {
        if (size == 1) {
            return BigDecimal.valueOf(draws.ofDigits(places + 1), places).toPlainString();
        }
        int split = draws.between(1, size - 1);
        String joined = expression(split, draws) + " " + draws.pick(List.of("+", "-", "*", "/")) + " "
                + expression(size - split, draws);
        return size < terms && draws.chance(0.5) ? "(" + joined + ")" : joined;
    }
}
