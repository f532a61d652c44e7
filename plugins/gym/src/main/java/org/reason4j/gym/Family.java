package org.reason4j.gym;

import java.util.List;

/**
 * A kind of problem.
 *
 * @param name in kebab case
 * @param about one sentence about what is asked
 * @param levels generators from easy to hard, at least three, all records of one class; every knob differs between the first and the
 *     last
 */
public record Family(String name, String about, List<Generator> levels) {

    public Family {
        levels = List.copyOf(levels);
    }
}
