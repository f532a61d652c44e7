package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes integers from 2 on.
 *
 * @param numbers how many, 2 to 8
 * @param largest of the numbers, 10 to 10000
 */
public record LcmGenerator(int numbers, int largest) implements Generator {

    public LcmGenerator {
        range("numbers", numbers, 2, 8);
        range("largest", largest, 10, 10_000);
    }

    @Override
    public Lcm problem(Draws draws) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            all.add(draws.between(2, largest));
        }
        return new Lcm(all);
    }
}
