package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reason4j.api.data.Prompt;

/**
 * A program with inputs and their outputs, one of which is looked for. It travels in the fields of a prompt.
 *
 * @param kind what is looked for
 * @param program its text
 * @param cases inputs and outputs: one for deduction and abduction, several for induction
 * @param shown how many cases an induction shows; the others try its answer
 */
record Task(TaskKind kind, String program, List<Case> cases, int shown) {

    static final String ROLE = "role";
    static final String KIND = "kind";
    static final String PROGRAM = "program";
    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";
    private static final String SHOWN = "shown";

    /** An input and the output that the program makes of it. */
    record Case(String input, String output) {}

    Task {
        cases = List.copyOf(cases);
    }

    /** The right answer of a deduction, and one right answer of the others. */
    String answer() {
        return switch (kind) {
            case DEDUCTION -> cases.get(0).output();
            case ABDUCTION -> cases.get(0).input();
            case INDUCTION -> program;
        };
    }

    /** What the solver is asked. */
    String question() {
        return switch (kind) {
            case DEDUCTION -> "program " + program + "; input " + cases.get(0).input() + "; output ?";
            case ABDUCTION ->
                "program " + program + "; input ?; output " + cases.get(0).output();
            case INDUCTION ->
                "program ?; "
                        + cases.subList(0, shown).stream()
                                .map(one -> "input " + one.input() + "; output " + one.output())
                                .collect(Collectors.joining("; "));
        };
    }

    /** What a proposer is shown of it: all that it would have to write. */
    String reference() {
        return "program " + program + "; input "
                + cases.stream().map(Case::input).collect(Collectors.joining("; input "));
    }

    /** Fields of the prompt that asks for the answer. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new HashMap<>();
        fields.put(ROLE, Role.SOLVE.text());
        fields.put(KIND, kind.text());
        fields.put(PROGRAM, program);
        fields.put(INPUTS, cases.stream().map(Case::input).toList());
        fields.put(OUTPUTS, cases.stream().map(Case::output).toList());
        fields.put(SHOWN, shown);
        fields.put("answer", answer());
        return fields;
    }

    /** The task of a prompt that asks for its answer; empty if its fields hold none. */
    static Optional<Task> of(Prompt prompt) {
        return ofFields(prompt.fields());
    }

    /** The task in a map as {@link #fields} returned it; empty if it holds none. */
    static Optional<Task> ofFields(Object map) {
        if (!(map instanceof Map<?, ?> fields)) {
            return Optional.empty();
        }
        Optional<TaskKind> kind = TaskKind.of(String.valueOf(fields.get(KIND)));
        if (kind.isEmpty()
                || !(fields.get(PROGRAM) instanceof String program)
                || !(fields.get(INPUTS) instanceof List<?> inputs)
                || !(fields.get(OUTPUTS) instanceof List<?> outputs)
                || !(fields.get(SHOWN) instanceof Number shown)
                || inputs.isEmpty()
                || inputs.size() != outputs.size()) {
            return Optional.empty();
        }
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            cases.add(new Case(String.valueOf(inputs.get(i)), String.valueOf(outputs.get(i))));
        }
        return Optional.of(new Task(kind.get(), program, cases, Math.min(shown.intValue(), cases.size())));
    }
}
