package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes chains of decimal numbers.
 *
 * @param terms how many, 2 to 20
 * @param digits of each term before the point, 1 to 12
 * @param places of each term behind the point, 0 to 6
 * @param negatives share of negative terms, 0 to 1
 */
public record DecimalChainSumGenerator(int terms, int digits, int places, double negatives) implements Generator {

    public DecimalChainSumGenerator {
        range("terms", terms, 2, 20);
        range("digits", digits, 1, 12);
        range("places", places, 0, 6);
        range("negatives", negatives, 0, 1);
    }

    @Override
    public ChainSum problem(Draws draws) {
        List<ChainSum.Term> all = new ArrayList<>();
        for (int i = 0; i < terms; i++) {
            BigDecimal number = BigDecimal.valueOf(draws.ofDigits(digits + places), places);
            all.add(new ChainSum.Term(i > 0 && draws.chance(0.5), draws.chance(negatives) ? number.negate() : number));
        }
        return new ChainSum(all);
    }
}
