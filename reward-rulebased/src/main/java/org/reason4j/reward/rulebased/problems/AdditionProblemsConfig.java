package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the addition problems.
 *
 * @param count number of problems
 * @param seed other seeds give other problems
 * @param split which problems may be drawn
 * @param minTerms fewest numbers of a chain
 * @param maxTerms most numbers of a chain
 * @param digits digits of every number; the first is not 0
 * @param demonstrations whether examples carry a response to imitate
 * @param carefulShare share of demonstrations that carry, in [0, 1]; the others forget every carry
 */
public record AdditionProblemsConfig(
        int count,
        long seed,
        Split split,
        int minTerms,
        int maxTerms,
        int digits,
        boolean demonstrations,
        double carefulShare) {

    /** Chains of two or three numbers with two digits, for training. */
    public static final AdditionProblemsConfig DEFAULTS =
            new AdditionProblemsConfig(1000, 1, Split.TRAIN, 2, 3, 2, false, 1);

    public AdditionProblemsConfig {
        check(count > 0, "addition.count must be positive, got %s", count);
        check(
                minTerms >= 2 && minTerms <= maxTerms && maxTerms <= 20,
                "addition.minTerms and addition.maxTerms must satisfy 2 <= minTerms <= maxTerms <= 20, got %s and %s",
                minTerms,
                maxTerms);
        check(digits >= 1 && digits <= 15, "addition.digits must be in [1, 15], got %s", digits);
        check(carefulShare >= 0 && carefulShare <= 1, "addition.carefulShare must be in [0, 1], got %s", carefulShare);
    }
}
