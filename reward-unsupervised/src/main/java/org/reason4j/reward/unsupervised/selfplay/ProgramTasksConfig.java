package org.reason4j.reward.unsupervised.selfplay;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of the dataset of program tasks.
 *
 * @param count number of examples, at least 1
 * @param seed seed of the draws
 * @param split programs with their inputs that may be drawn
 * @param kinds kinds of tasks, each as often as the others
 * @param proposeShare share of examples that ask for a task, in [0, 1]; the others ask for the answer of one
 * @param operations what programs are made of: pieces that make one value of one, in which {@code N} is replaced by a number
 * @param minOperations fewest pieces of a program, at least 1
 * @param maxOperations most pieces of a program
 * @param largestNumber largest number in the place of {@code N}; the smallest is 1
 * @param largestInput largest input; the smallest is 0
 * @param inputs inputs of an induction, half of which are shown, at least 2
 * @param references accepted tasks that a proposer is shown at most; as many are drawn, from none on
 * @param instruction what stands around a task; {@code {task}} is replaced by it. As the sampler's
 * @param demonstrations true to add a response to imitate to every example
 * @param carefulShare share of demonstrated deductions that carry out the whole program, in [0, 1]; the others leave out its
 *     last piece
 */
public record ProgramTasksConfig(
        int count,
        long seed,
        Split split,
        List<TaskKind> kinds,
        double proposeShare,
        List<String> operations,
        int minOperations,
        int maxOperations,
        int largestNumber,
        int largestInput,
        int inputs,
        int references,
        String instruction,
        boolean demonstrations,
        double carefulShare) {

    /** Programs with their inputs that may be drawn. */
    public enum Split {
        /** Seven in eight. */
        TRAIN,
        /** One in eight, by a hash. */
        HELD_OUT
    }

    /** What a proposer is asked, for each kind of task. */
    public static final ProgramTasksConfig DEFAULTS = new ProgramTasksConfig(
            1000,
            1,
            Split.TRAIN,
            List.of(TaskKind.values()),
            1,
            List.of("N +", "N -", "N *"),
            1,
            3,
            9,
            20,
            10,
            6,
            TaskTexts.MANUAL,
            false,
            1);

    public ProgramTasksConfig {
        kinds = List.copyOf(kinds);
        operations = List.copyOf(operations);
        check(count >= 1, "program-tasks.count must be at least 1, got %s", count);
        check(!kinds.isEmpty(), "program-tasks.kinds must name kinds of tasks, got none");
        share("proposeShare", proposeShare);
        check(!operations.isEmpty(), "program-tasks.operations must name pieces of programs, got none");
        check(
                minOperations >= 1 && minOperations <= maxOperations && maxOperations <= 20,
                "program-tasks.minOperations and program-tasks.maxOperations must satisfy 1 <= minOperations <="
                        + " maxOperations <= 20, got %s and %s",
                minOperations,
                maxOperations);
        check(largestNumber >= 1, "program-tasks.largestNumber must be at least 1, got %s", largestNumber);
        check(largestInput >= 0, "program-tasks.largestInput must be at least 0, got %s", largestInput);
        check(inputs >= 2, "program-tasks.inputs must be at least 2, got %s", inputs);
        check(references >= 0, "program-tasks.references must be at least 0, got %s", references);
        check(
                instruction.contains(TaskTexts.PLACE),
                "program-tasks.instruction must contain {task}, got '%s'",
                instruction);
        share("carefulShare", carefulShare);
    }

    private static void share(String name, double value) {
        check(value >= 0 && value <= 1, "program-tasks.%s must be in [0, 1], got %s", name, value);
    }
}
