package org.reason4j.gym.induction;

import java.util.List;
import org.reason4j.gym.Family;

/** The families about rules to be found from examples. */
public final class InductionFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "number-sequence",
                    "The next number of a sequence whose rule has up to three operations",
                    List.of(
                            new NumberSequenceGenerator(1, 60),
                            new NumberSequenceGenerator(2, 150),
                            new NumberSequenceGenerator(3, 400))),
            new Family(
                    "list-functions",
                    "What a rule makes of a list of integers, found from examples",
                    List.of(
                            new ListFunctionsGenerator(6, 6),
                            new ListFunctionsGenerator(14, 9),
                            new ListFunctionsGenerator(24, 14))),
            new Family(
                    "arc-1d",
                    "What a rule makes of a row of colours, found from examples",
                    List.of(new Arc1dGenerator(5, 10), new Arc1dGenerator(10, 16), new Arc1dGenerator(14, 26))));

    private InductionFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
