package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes lists of different numbers, half of them negative.
 *
 * @param numbers how many, 3 to 50
 * @param digits of each before the point at most, 1 to 8
 * @param places of each behind the point, 0 to 6
 */
public record NumberSortingGenerator(int numbers, int digits, int places) implements Generator {

    public NumberSortingGenerator {
        range("numbers", numbers, 3, 50);
        range("digits", digits, 2, 8);
        range("places", places, 0, 6);
    }

    @Override
    public NumberSorting problem(Draws draws) {
        return new NumberSorting(different(numbers, digits, places, draws), draws.chance(0.5));
    }

    /** Different numbers. */
    static List<BigDecimal> different(int count, int digits, int places, Draws draws) {
        List<BigDecimal> all = new ArrayList<>();
        while (all.size() < count) {
            long size = draws.ofDigits(draws.between(Math.max(1, digits - 2), digits) + places);
            BigDecimal number = BigDecimal.valueOf(draws.chance(0.5) ? -size : size, places);
            if (!all.contains(number)) {
                all.add(number);
            }
        }
        return all;
    }
}
