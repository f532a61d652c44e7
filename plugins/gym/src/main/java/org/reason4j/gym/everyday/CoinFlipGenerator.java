package org.reason4j.gym.everyday;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes a number of coins and of heads.
 *
 * @param coins at most, 3 to 60
 * @param orMore share of questions for at least so many heads, 0 to 1
 */
public record CoinFlipGenerator(int coins, double orMore) implements Generator {

    public CoinFlipGenerator {
        range("coins", coins, 3, 60);
        range("orMore", orMore, 0, 1);
    }

    @Override
    public CoinFlip problem(Draws draws) {
        int all = draws.between((coins + 1) / 2, coins);
        return new CoinFlip(all, draws.between(0, all), draws.chance(orMore));
    }
}
