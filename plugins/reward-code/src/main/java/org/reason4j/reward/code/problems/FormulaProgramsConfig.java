package org.reason4j.reward.code.problems;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the tasks.
 *
 * @param count number of tasks, at least 1
 * @param seed seed of the draws
 * @param heldOut true for tasks of which a training set has none: one in eight, whatever the seeds
 * @param operations operations in a row; in [2, 6]
 * @param tests tests of a task; in [1, 20]
 * @param program a program in which {@code {formula}} is replaced by a formula in {@code x}
 * @param demonstrations true to add a response to imitate to every example
 * @param carefulShare share of demonstrations with the parentheses that a formula needs, in [0, 1]; the others have none
 */
public record FormulaProgramsConfig(
        int count,
        long seed,
        boolean heldOut,
        int operations,
        int tests,
        String program,
        boolean demonstrations,
        double carefulShare) {

    static final String FORMULA = "{formula}";

    /** Python programs of three operations. */
    public static final FormulaProgramsConfig DEFAULTS =
            new FormulaProgramsConfig(1000, 1, false, 3, 3, "x=int(input())\nprint({formula})", false, 0.4);

    private static final int MOST_OPERATIONS = 6;
    private static final int MOST_TESTS = 20;

    public FormulaProgramsConfig {
        check(count >= 1, "formula-programs.count must be at least 1, got %s", count);
        check(
                operations >= 2 && operations <= MOST_OPERATIONS,
                "formula-programs.operations must be in [2, 6], got %s",
                operations);
        check(tests >= 1 && tests <= MOST_TESTS, "formula-programs.tests must be in [1, 20], got %s", tests);
        check(program.contains(FORMULA), "formula-programs.program must have {formula}, got '%s'", program);
        check(
                carefulShare >= 0 && carefulShare <= 1,
                "formula-programs.carefulShare must be in [0, 1], got %s",
                carefulShare);
    }
}
