package org.reason4j.gym.everyday;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes dice and a total that is neither certain nor impossible.
 *
 * @param dice how many, 1 to 8
 * @param sides of each at most, 4 to 60; two at least
 */
public record DiceGenerator(int dice, int sides) implements Generator {

    public DiceGenerator {
        range("dice", dice, 1, 8);
        range("sides", sides, 4, 60);
    }

    @Override
    public Dice problem(Draws draws) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < dice; i++) {
            all.add(draws.between(2, sides));
        }
        int most = all.stream().mapToInt(one -> one).sum();
        return new Dice(all, draws.between(dice + 1, most));
    }
}
