package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes chains of integers.
 *
 * @param terms how many, 2 to 20
 * @param digits of each term, 1 to 12
 * @param negatives share of negative terms, 0 to 1
 */
public record ChainSumGenerator(int terms, int digits, double negatives) implements Generator {

    public ChainSumGenerator {
        range("terms", terms, 2, 20);
        range("digits", digits, 1, 12);
        range("negatives", negatives, 0, 1);
    }

    @Override
    public ChainSum problem(Draws draws) {
        return new DecimalChainSumGenerator(terms, digits, 0, negatives).problem(draws);
    }
}
