package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the comparisons of additions.
 *
 * @param count number of pairs to compare
 * @param seed seed of the draws; other seeds give other pairs
 * @param split the problems that may be drawn; a problem of {@code addition} with the same numbers is in the same split
 * @param minTerms fewest numbers of a chain
 * @param maxTerms most numbers of a chain
 * @param digits digits of every number; the first is not 0
 * @param demonstrations true to add a judgment to imitate to every example
 * @param carefulShare share of responses that carry, in [0, 1]; the others forget every carry
 * @param slipShare share of responses with a wrong digit in one column, in [0, 1]
 * @param cutShare share of responses that end before their answer, in [0, 1]
 * @param ties true to have pairs of which both or neither are right, too
 * @param template the question to the judge; {@code {problem}} is replaced by the problem, such as {@code 47+85=}, and
 *     {@code {first}} and {@code {second}} by the responses
 * @param verdict the verdict of a demonstration; {@code {verdict}} is replaced by {@code A}, {@code B} or {@code tie}
 */
public record AdditionComparisonsConfig(
        int count,
        long seed,
        Split split,
        int minTerms,
        int maxTerms,
        int digits,
        boolean demonstrations,
        double carefulShare,
        double slipShare,
        double cutShare,
        boolean ties,
        String template,
        String verdict) {

    /** Pairs of responses to sums of two numbers, about half of them right. */
    public static final AdditionComparisonsConfig DEFAULTS = new AdditionComparisonsConfig(
            1000,
            1,
            Split.TRAIN,
            2,
            2,
            2,
            false,
            0.6,
            0.2,
            0.03,
            true,
            "{problem}{first}|{second} Which?",
            "<verdict>{verdict}</verdict>");

    public AdditionComparisonsConfig {
        Chain.validate("addition-comparisons", count, minTerms, maxTerms, digits);
        WorkedSum.validate("addition-comparisons", carefulShare, slipShare, cutShare);
        check(
                template.contains("{problem}") && template.contains("{first}") && template.contains("{second}"),
                "addition-comparisons.template must have {problem}, {first} and {second}, got '%s'",
                template);
        check(verdict.contains("{verdict}"), "addition-comparisons.verdict must have {verdict}, got '%s'", verdict);
    }
}
