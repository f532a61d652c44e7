package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import java.math.BigDecimal;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes a base and an exponent, either of which may be negative.
 *
 * @param digits of the base, 1 to 8
 * @param exponent largest size of the exponent, 2 to 20
 */
public record PowerFunctionGenerator(int digits, int exponent) implements Generator {

    public PowerFunctionGenerator {
        range("digits", digits, 1, 8);
        range("exponent", exponent, 2, 20);
    }

    @Override
    public PowerFunction problem(Draws draws) {
        BigDecimal base = BigDecimal.valueOf(draws.ofDigits(digits), draws.between(0, digits - 1));
        int power = draws.between((exponent + 1) / 2, exponent);
        return new PowerFunction(draws.chance(0.3) ? base.negate() : base, draws.chance(0.3) ? -power : power);
    }
}
