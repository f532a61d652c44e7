package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.reward.unsupervised.program.Fault;
import org.reason4j.reward.unsupervised.program.Program;
import org.reason4j.reward.unsupervised.program.Value;

/**
 * Decides by carrying programs out: whether a proposal is a task, and whether an answer solves it. It is exact, bounded in
 * steps and has no other outcome for the same texts.
 *
 * @param steps most words of a program that are carried out
 */
record Checker(int steps) {

    /** Verdict on an answer. */
    enum Verdict {
        /** It solves the task. */
        RIGHT,
        /** It does not. */
        WRONG
    }

    /** What a program makes of an input; here for tests of programs that are not deterministic. */
    @FunctionalInterface
    interface Runner {
        String run(String program, String input) throws Fault;
    }

    /** The output of a program, carried out twice: both must agree. */
    static String twice(Runner runner, String program, String input) throws Fault {
        String first = runner.run(program, input);
        String second = runner.run(program, input);
        if (!first.equals(second)) {
            throw new Fault("the program makes '" + first + "' and then '" + second + "' of the same input");
        }
        return first;
    }

    private String output(String program, String input) throws Fault {
        return Program.parse(program).run(Value.parse(input), steps).toString();
    }

    /**
     * Makes a task of a proposal.
     *
     * @param inputs one for deduction and abduction; for induction all, the first half of which, rounded up, is shown
     * @throws Fault if the program has no result for one of them, and why
     */
    Task task(TaskKind kind, String program, List<String> inputs) throws Fault {
        String text = Program.parse(program).toString();
        List<Task.Case> cases = new ArrayList<>();
        for (String input : inputs) {
            String value = Value.parse(input).toString();
            cases.add(new Task.Case(value, twice(this::output, text, value)));
        }
        return new Task(kind, text, cases, (inputs.size() + 1) / 2);
    }

    /** Judges an answer. */
    Verdict verdict(Task task, String answer) {
        try {
            boolean right = switch (task.kind()) {
                case DEDUCTION ->
                    Value.parse(answer).toString().equals(task.cases().get(0).output());
                case ABDUCTION ->
                    output(task.program(), answer).equals(task.cases().get(0).output());
                case INDUCTION -> isRight(answer, task);
            };
            return right ? Verdict.RIGHT : Verdict.WRONG;
        } catch (Fault e) {
            return Verdict.WRONG; // what is no value or has no result is a wrong answer
        }
    }

    private boolean isRight(String program, Task task) throws Fault {
        List<Task.Case> all = task.cases();
        for (Task.Case tried : all.size() > task.shown() ? all.subList(task.shown(), all.size()) : all) {
            if (!output(program, tried.input()).equals(tried.output())) {
                return false;
            }
        }
        return true;
    }
}
