package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the judgments of additions.
 *
 * @param count number of responses to judge
 * @param seed seed of the draws; other seeds give other responses
 * @param split the problems that may be drawn; a problem of {@code addition} with the same numbers is in the same split
 * @param minTerms fewest numbers of a chain
 * @param maxTerms most numbers of a chain
 * @param digits digits of every number; the first is not 0
 * @param demonstrations true to add a judgment to imitate to every example
 * @param carefulShare share of responses that carry, in [0, 1]; the others forget every carry
 * @param slipShare share of responses with a wrong digit in one column, in [0, 1]
 * @param cutShare share of responses that end before their answer, in [0, 1]
 * @param template the question to the judge; {@code {problem}} is replaced by the problem, such as {@code 47+85=}, and
 *     {@code {response}} by the judged response
 * @param problemShare share of examples that are a problem of {@code addition} instead, in [0, 1]: a model that is to judge
 *     itself learns both
 */
public record AdditionJudgmentsConfig(
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
        String template,
        double problemShare) {

    /** Responses like those of the quickstart, about half of them right. */
    public static final AdditionJudgmentsConfig DEFAULTS = new AdditionJudgmentsConfig(
            1000, 1, Split.TRAIN, 2, 3, 2, false, 0.6, 0.2, 0.03, "{problem}{response} Is it right?", 0);

    public AdditionJudgmentsConfig {
        Chain.validate("addition-judgments", count, minTerms, maxTerms, digits);
        WorkedSum.validate("addition-judgments", carefulShare, slipShare, cutShare);
        check(
                template.contains("{problem}") && template.contains("{response}"),
                "addition-judgments.template must have {problem} and {response}, got '%s'",
                template);
        check(
                problemShare >= 0 && problemShare <= 1,
                "addition-judgments.problemShare must be in [0, 1], got %s",
                problemShare);
    }
}
