package org.reason4j.gym.induction;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.induction.ListRule.Kind;

/**
 * Draws a rule and examples until all rules that fit them make the same of the list that is asked for.
 *
 * @param kinds of how many kinds of rules, from easy to hard, one is drawn, 3 to 24
 * @param numbers how many numbers a list has at most, 6 to 30; it has two thirds of them at least
 */
public record ListFunctionsGenerator(int kinds, int numbers) implements Generator {

    private static final int EXAMPLES = 4;
    private static final int LARGEST = 99;

    public ListFunctionsGenerator {
        range("kinds", kinds, 3, Kind.values().length);
        range("numbers", numbers, 6, 30);
    }

    @Override
    public ListFunctions problem(Draws draws) {
        while (true) {
            ListRule rule = draws.pick(ListRule.of(Kind.values()[draws.below(kinds)]));
            List<Example> examples = new ArrayList<>();
            while (examples.size() <= EXAMPLES) {
                List<Integer> input = input(draws, rule.kind());
                rule.apply(input).ifPresent(output -> examples.add(new Example(input, output)));
            }
            Example asked = examples.remove(EXAMPLES);
            ListFunctions problem = new ListFunctions(examples, asked.input());
            boolean changes = examples.stream()
                    .noneMatch(example ->
                            example.output().isEmpty() || example.output().equals(example.input()));
            if (changes && !asked.output().isEmpty() && problem.outputs().size() == 1) {
                return problem;
            }
        }
    }

    private List<Integer> input(Draws draws, Kind kind) {
        int size = draws.between(numbers * 2 / 3, numbers);
        List<Integer> input = new ArrayList<>(IntStream.range(0, size)
                .mapToObj(i -> draws.between(0, LARGEST))
                .toList());
        Optional<Integer> place =
                kind == Kind.AT_LAST || draws.chance(0.1) ? Optional.of(draws.below(size)) : Optional.empty();
        if (kind == Kind.UNIQUE) {
            input.replaceAll(number -> number % 5);
        } else if (kind == Kind.RISING && draws.chance(0.5)) {
            input.sort(null);
        }
        place.ifPresent(at -> input.set(size - 1, at));
        return input;
    }
}
