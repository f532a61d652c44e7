package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the addition problems.
 *
 * @param count number of problems
 * @param seed seed of the draws
 * @param split the problems that may be drawn
 * @param minTerms fewest numbers of a chain
 * @param maxTerms most numbers of a chain
 * @param digits digits of every number; the first is not 0
 * @param demonstrations true to add a response to imitate to every example
 * @param carefulShare share of demonstrations that carry, in [0, 1]; the others forget every carry
 * @param columnwise true for demonstrations in which each column carries or forgets by itself, in that share
 */
public record AdditionProblemsConfig(
        int count,
        long seed,
        Split split,
        int minTerms,
        int maxTerms,
        int digits,
        boolean demonstrations,
        double carefulShare,
        boolean columnwise) {

    /** Chains of two or three numbers with two digits, for training. */
    public static final AdditionProblemsConfig DEFAULTS =
            new AdditionProblemsConfig(1000, 1, Split.TRAIN, 2, 3, 2, false, 1, false);

    public AdditionProblemsConfig {
        Chain.validate("addition", count, minTerms, maxTerms, digits);
        check(carefulShare >= 0 && carefulShare <= 1, "addition.carefulShare must be in [0, 1], got %s", carefulShare);
    }
}
