package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the multiplication problems.
 *
 * @param count number of problems
 * @param seed seed of the draws
 * @param split the problems that may be drawn
 * @param digits digits of both numbers; the first is not 0
 * @param demonstrations true to add a response to imitate to every example
 * @param toolShare share of demonstrations that use a tool, in [0, 1]
 * @param toolDemonstration a response with a tool call and the tool's output; {@code {problem}} and {@code {answer}}
 *     are replaced by the problem, such as {@code 47*85}, and its product
 * @param plainDemonstration a response without a tool, with the same placeholders
 */
public record MultiplicationProblemsConfig(
        int count,
        long seed,
        Split split,
        int digits,
        boolean demonstrations,
        double toolShare,
        String toolDemonstration,
        String plainDemonstration) {

    /** Numbers with three digits, for training, and a calculator between the default tags of the environment. */
    public static final MultiplicationProblemsConfig DEFAULTS = new MultiplicationProblemsConfig(
            1000,
            1,
            Split.TRAIN,
            3,
            false,
            0.5,
            "<tool>calc: {problem}</tool><result>{answer}</result><answer>{answer}</answer>",
            "<answer>{answer}</answer>");

    public MultiplicationProblemsConfig {
        check(count > 0, "multiplication.count must be positive, got %s", count);
        check(digits >= 1 && digits <= 9, "multiplication.digits must be in [1, 9], got %s", digits);
        check(toolShare >= 0 && toolShare <= 1, "multiplication.toolShare must be in [0, 1], got %s", toolShare);
        check(
                toolDemonstration.contains("{problem}") && toolDemonstration.contains("{answer}"),
                "multiplication.toolDemonstration must have {problem} and {answer}, got '%s'",
                toolDemonstration);
        check(
                plainDemonstration.contains("{answer}"),
                "multiplication.plainDemonstration must have {answer}, got '%s'",
                plainDemonstration);
    }
}
