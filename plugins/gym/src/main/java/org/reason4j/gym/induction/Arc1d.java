package org.reason4j.gym.induction;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.reason4j.gym.Problem;

/**
 * What a rule makes of a row of colours, when only examples of the rule are known. Right is what any rule gives that the question
 * allows and that fits the examples.
 *
 * @param examples rows and what the rule made of them
 * @param input the row that is asked for
 */
public record Arc1d(List<Example> examples, List<Integer> input) implements Problem {
    public Arc1d {
        examples = List.copyOf(examples);
        input = List.copyOf(input);
    }

    @Override
    public String question() {
        return """
                A rule changes rows of cells. A cell is a digit: 0 is the background, 1 to 9 are colours; a block is a part of \
                coloured cells between two zeros or the ends. The rule is one of these: %s.
                %s
                What does the same rule make of %s? Answer with the digits of the row, with spaces between them.""".formatted(
                        RowRule.words(),
                        examples.stream()
                                .map(example -> text(example.input()) + " becomes " + text(example.output()))
                                .collect(Collectors.joining("\n")),
                        text(input));
    }

    @Override
    public String answer() {
        return text(outputs().iterator().next());
    }

    @Override
    public boolean accepts(String answer) {
        return Rule.accepts(outputs(), answer);
    }

    /** Cells of the examples, for each kind of rule that is tried until one fits. */
    @Override
    public double work() {
        int cells =
                examples.stream().mapToInt(example -> example.input().size()).sum();
        return cells * (fitting().get(0).kind().ordinal() + 1.0);
    }

    /** Returns what the rules that fit the examples make of the input. */
    Set<List<Integer>> outputs() {
        return Rule.outputs(fitting(), input);
    }

    private List<RowRule> fitting() {
        return Rule.fitting(RowRule.all(), examples);
    }

    private static String text(List<Integer> row) {
        return Example.text(row, " ");
    }
}
