package org.reason4j.gym.arithmetic;

import java.util.List;
import org.reason4j.gym.Family;

/** Families about whole numbers. */
public final class ArithmeticFamilies {

    private ArithmeticFamilies() {}

    public static List<Family> all() {
        return List.of(new Family(
                "gcd",
                "The greatest common divisor of integers",
                List.of(new GcdGenerator(2, 2), new GcdGenerator(3, 3), new GcdGenerator(5, 5))));
    }
}
