package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the countdown problems.
 *
 * @param count number of problems
 * @param seed seed of the draws
 * @param split the problems that may be drawn
 * @param minNumbers fewest numbers of a problem
 * @param maxNumbers most numbers of a problem
 * @param largestNumber largest number of a problem; the smallest is 1
 * @param largestTarget largest target; the smallest is 1
 * @param template the question; {@code {numbers}} and {@code {target}} are replaced by those of the problem
 */
public record CountdownProblemsConfig(
        int count,
        long seed,
        Split split,
        int minNumbers,
        int maxNumbers,
        int largestNumber,
        int largestTarget,
        String template) {

    /** Three or four numbers up to 99, targets up to 100, for training. */
    public static final CountdownProblemsConfig DEFAULTS = new CountdownProblemsConfig(
            1000,
            1,
            Split.TRAIN,
            3,
            4,
            99,
            100,
            "Write an expression that equals {target}. Use each of the numbers {numbers} exactly once, with +, -, *, / and "
                    + "parentheses. Think between <think> and </think>, then write the expression between <answer> and "
                    + "</answer>.");

    public CountdownProblemsConfig {
        check(count > 0, "countdown.count must be positive, got %s", count);
        check(
                minNumbers >= 2 && minNumbers <= maxNumbers && maxNumbers <= 8,
                "countdown.minNumbers and countdown.maxNumbers must satisfy 2 <= minNumbers <= maxNumbers <= 8, got %s and "
                        + "%s",
                minNumbers,
                maxNumbers);
        check(
                largestNumber >= 1 && largestNumber <= 1000,
                "countdown.largestNumber must be in [1, 1000], got %s",
                largestNumber);
        check(
                largestTarget >= 1 && largestTarget <= 1_000_000,
                "countdown.largestTarget must be in [1, 1000000], got %s",
                largestTarget);
        check(
                template.contains("{numbers}") && template.contains("{target}"),
                "countdown.template must contain {numbers} and {target}, got '%s'",
                template);
    }
}
