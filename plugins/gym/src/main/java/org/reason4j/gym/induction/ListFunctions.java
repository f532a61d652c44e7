package org.reason4j.gym.induction;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.reason4j.gym.Problem;

/**
 * What a rule makes of a list, when only examples of the rule are known. Right is what any rule gives that the question allows and
 * that fits the examples.
 *
 * @param examples lists and what the rule made of them
 * @param input the list that is asked for, with at least one number
 */
public record ListFunctions(List<Example> examples, List<Integer> input) implements Problem {
    public ListFunctions {
        examples = List.copyOf(examples);
        input = List.copyOf(input);
    }

    @Override
    public String question() {
        return """
                A rule makes one list of integers of another. It is one of these: %s.
                %s
                What does the same rule make of %s? Answer with the list in square brackets.""".formatted(
                        ListRule.words(),
                        examples.stream()
                                .map(example -> bracketed(example.input()) + " becomes " + bracketed(example.output()))
                                .collect(Collectors.joining("\n")),
                        bracketed(input));
    }

    @Override
    public String answer() {
        return bracketed(outputs().iterator().next());
    }

    @Override
    public boolean accepts(String answer) {
        return Rule.accepts(outputs(), answer);
    }

    /** Numbers of the examples, for each kind of rule that is tried until one fits. */
    @Override
    public double work() {
        int numbers =
                examples.stream().mapToInt(example -> example.input().size()).sum();
        return numbers * (fitting().get(0).kind().ordinal() + 1.0);
    }

    /** Returns what the rules that fit the examples make of the input. */
    Set<List<Integer>> outputs() {
        return Rule.outputs(fitting(), input);
    }

    private List<ListRule> fitting() {
        return Rule.fitting(ListRule.all(), examples);
    }

    private static String bracketed(List<Integer> list) {
        return "[" + Example.text(list, ", ") + "]";
    }
}
