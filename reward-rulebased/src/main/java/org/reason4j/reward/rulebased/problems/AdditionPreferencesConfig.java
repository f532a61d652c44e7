package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the pairs of additions.
 *
 * @param count number of pairs
 * @param seed seed of the draws; other seeds give other pairs
 * @param split the problems that may be drawn; a problem of {@code addition} with the same numbers is in the same split
 * @param minTerms fewest numbers of a chain
 * @param maxTerms most numbers of a chain
 * @param digits digits of every number; the first is not 0
 * @param slipShare share of rejected responses that are careful with a wrong digit in one column, in [0, 1]; the others forget
 *     every carry
 */
public record AdditionPreferencesConfig(
        int count, long seed, Split split, int minTerms, int maxTerms, int digits, double slipShare) {

    /** Pairs like the responses of the quickstart, half of the wrong ones with a slip. */
    public static final AdditionPreferencesConfig DEFAULTS =
            new AdditionPreferencesConfig(1000, 1, Split.TRAIN, 2, 3, 2, 0.5);

    public AdditionPreferencesConfig {
        Chain.validate("addition-preferences", count, minTerms, maxTerms, digits);
        check(slipShare >= 0 && slipShare <= 1, "addition-preferences.slipShare must be in [0, 1], got %s", slipShare);
    }
}
