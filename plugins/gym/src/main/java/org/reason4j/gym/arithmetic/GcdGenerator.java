package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes numbers with a common factor, so that not nearly every answer is 1.
 *
 * @param numbers how many, 2 to 8
 * @param digits of the largest number, 2 to 8
 */
public record GcdGenerator(int numbers, int digits) implements Generator {

    public GcdGenerator {
        range("numbers", numbers, 2, 8);
        range("digits", digits, 2, 8);
    }

    @Override
    public Gcd problem(Draws draws) {
        int common = (int) draws.ofDigits(draws.between(1, digits / 2));
        int highest = (int) Math.pow(10, digits) / common;
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            all.add(common * draws.between(Math.max(1, highest / 10), highest - 1));
        }
        return new Gcd(all);
    }
}
