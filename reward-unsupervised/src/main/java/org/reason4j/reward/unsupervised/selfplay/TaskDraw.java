package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.reward.unsupervised.program.Fault;

/** Draws one task: a function of seed, index and attempt. */
final class TaskDraw {

    private static final int STEPS = 10_000;

    private final ProgramTasksConfig config;
    private final Checker checker = new Checker(STEPS);
    private final long key;
    private long drawn;

    TaskDraw(ProgramTasksConfig config, long index, long attempt) {
        this.config = config;
        key = SplitMix64.key(config.seed(), index, attempt);
    }

    /** A number in {@code [0, bound)}. */
    int below(int bound) {
        return (int) SplitMix64.below(SplitMix64.number(key, drawn++), bound);
    }

    /** A number in {@code [0, 1)}. */
    double fraction() {
        return SplitMix64.uniform(SplitMix64.number(key, drawn++));
    }

    /** Pieces of a program. */
    List<String> pieces() {
        int count = config.minOperations() + below(config.maxOperations() - config.minOperations() + 1);
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String piece = config.operations().get(below(config.operations().size()));
            pieces.add(piece.replace("N", String.valueOf(1 + below(config.largestNumber()))));
        }
        return pieces;
    }

    /**
     * A task of these pieces.
     *
     * @throws Fault if the program has no result for an input
     */
    Task task(TaskKind kind, List<String> pieces) throws Fault {
        int count = kind == TaskKind.INDUCTION ? config.inputs() : 1;
        List<String> inputs = LongStream.range(0, count)
                .mapToObj(i -> String.valueOf(below(config.largestInput() + 1)))
                .toList();
        return checker.task(kind, String.join(" ", pieces), inputs);
    }

    /** True if the task may be drawn: programs with their first inputs are split by a hash, one in eight is held out. */
    boolean isOfSplit(Task task) {
        long hash =
                SplitMix64.extend(0, task.program() + ";" + task.cases().get(0).input());
        boolean heldOut = SplitMix64.below(SplitMix64.number(hash, 0), 8) == 0;
        return heldOut == (config.split() == ProgramTasksConfig.Split.HELD_OUT);
    }

    /**
     * The first pieces of a program carried out in writing, {@code 7 3 + 10;10 2 * 20}.
     *
     * @throws Fault if one of them has no result
     */
    Working working(List<String> pieces, String input) throws Fault {
        List<String> lines = new ArrayList<>();
        String value = input;
        for (String piece : pieces) {
            String next =
                    checker.task(TaskKind.DEDUCTION, piece, List.of(value)).answer();
            lines.add(value + " " + piece + " " + next);
            value = next;
        }
        return new Working(String.join(";", lines), value);
    }

    /** Lines and their last value. */
    record Working(String lines, String value) {

        String response() {
            return "<think>" + lines + "</think><answer>" + value + "</answer>";
        }
    }
}
