package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import java.math.BigDecimal;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes lists of different numbers, with one of them or a neighbour of it as the bound.
 *
 * @param numbers how many, 3 to 50
 * @param digits of each before the point at most, 1 to 8
 * @param places of each behind the point, 0 to 6
 */
public record NumberFilteringGenerator(int numbers, int digits, int places) implements Generator {

    public NumberFilteringGenerator {
        range("numbers", numbers, 3, 50);
        range("digits", digits, 2, 8);
        range("places", places, 0, 6);
    }

    @Override
    public NumberFiltering problem(Draws draws) {
        List<BigDecimal> all = NumberSortingGenerator.different(numbers, digits, places, draws);
        BigDecimal bound = draws.pick(all).add(BigDecimal.valueOf(draws.between(-1, 1), places));
        return new NumberFiltering(all, bound, draws.chance(0.5), draws.chance(0.5));
    }
}
