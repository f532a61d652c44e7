package org.reason4j.gym;

/**
 * Makes the problems of a family: a record whose components are the family's knobs, each an {@code int}, {@code double} or {@code
 * boolean} that may be set alone. Its constructor checks their ranges.
 */
@FunctionalInterface
public interface Generator {

    /** Makes a problem that has an answer: a function of the draws alone. */
    Problem problem(Draws draws);
}
