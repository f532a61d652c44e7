package org.reason4j.reward.unsupervised.selfplay;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.reward.unsupervised.program.Fault;
import org.reason4j.reward.unsupervised.text.Enclosed;

/** What proposers and solvers are asked, and what proposals say. */
final class TaskTexts {

    /** The place of a task in an instruction. */
    static final String PLACE = "{task}";

    /** For models that have not seen the language. */
    static final String MANUAL =
            "A program is a list of words with blanks between them. They work one after the other on a stack"
                    + " that holds the input at first; what is left at the end, alone, is the output. A whole number, or a list"
                    + " such as [ 3 1 2 ], puts itself on the stack. + - * / % min max = < > take two numbers, the upper one"
                    + " second. neg and abs take one. dup drop swap over rearrange the stack. len sum head last tail rev sort take a"
                    + " list; N range makes the list from 0 to N-1; LIST N get, N LIST cons, LIST LIST join. Round brackets hold"
                    + " a piece of program: LIST ( ... ) map, LIST ( ... ) filter, LIST START ( ... ) fold, N ( ... ) times,"
                    + " N ( ... ) ( ... ) if. For example, 3 + 2 * makes 20 of 7.\n\n"
                    + "Asked for an output, an input or a program, think first, then write it between <answer> and </answer>. Asked"
                    + " to propose, think first, then write a new task that is hard but can be solved: a program between <program>"
                    + " and </program>, and each input between <input> and </input>.\n\n{task}";

    private static final Enclosed PROGRAM = new Enclosed("<program>", "</program>");
    private static final String OPEN = "<input>";
    private static final String CLOSE = "</input>";
    private static final Pattern INPUT = Pattern.compile(OPEN + "([^<]*)" + CLOSE);

    private TaskTexts() {}

    /** Puts a text in the place of the task. */
    static String asked(String instruction, String text) {
        return instruction.replace(PLACE, text);
    }

    /** What a proposer of deductions or abductions is asked, unlike these. */
    static String proposal(TaskKind kind, List<Task> references) {
        StringBuilder text = new StringBuilder("propose ").append(kind.text());
        references.forEach(task -> text.append("\nnot ").append(task.reference()));
        return text.toString();
    }

    /** What a proposer of an induction is asked: inputs of a given program. */
    static String inputs(String program, int count) {
        return "propose " + count + " inputs; program " + program;
    }

    /**
     * Reads a proposal: the text between its last pair of tags for a program, and between all of those for inputs.
     *
     * @param given the program of an induction, which the proposer was given
     * @param inputs number of inputs of an induction
     * @throws Fault if it is no task, and why
     */
    static Task read(TaskKind kind, Optional<String> given, String response, Checker checker, int inputs) throws Fault {
        List<String> found =
                INPUT.matcher(response).results().map(match -> match.group(1)).toList();
        int wanted = kind == TaskKind.INDUCTION ? inputs : 1;
        if (found.size() != wanted) {
            throw new Fault("a proposal has " + wanted + " inputs, this one has " + found.size());
        }
        Optional<String> program = given.or(() -> PROGRAM.last(response));
        return checker.task(kind, program.orElseThrow(() -> new Fault("the proposal has no program")), found);
    }

    /** A demonstration of a proposal. */
    static String proposed(Task task, boolean withProgram) {
        StringBuilder text = new StringBuilder();
        if (withProgram) {
            text.append("<program>").append(task.program()).append("</program>");
        }
        task.cases().forEach(one -> text.append(OPEN).append(one.input()).append(CLOSE));
        return text.toString();
    }
}
