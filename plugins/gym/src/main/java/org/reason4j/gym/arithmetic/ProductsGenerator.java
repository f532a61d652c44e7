package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes integers to multiply.
 *
 * @param factors how many, 2 to 8
 * @param digits of each at most, 1 to 12
 * @param negatives share of negative ones, 0 to 1
 */
public record ProductsGenerator(int factors, int digits, double negatives) implements Generator {

    public ProductsGenerator {
        range("factors", factors, 2, 8);
        range("digits", digits, 1, 12);
        range("negatives", negatives, 0, 1);
    }

    @Override
    public Products problem(Draws draws) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < factors; i++) {
            long size = draws.ofDigits(draws.between((digits + 1) / 2, digits));
            all.add(draws.chance(negatives) ? -size : size);
        }
        return new Products(all);
    }
}
