package org.reason4j.reward.code.problems;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.random.SplitMix64;

/**
 * Tasks such as {@code +7 *2 -3:}: a program that reads {@code x}, does these operations from left to right and writes the
 * result. The field {@code tests} has inputs and outputs.
 *
 * <p>A formula needs parentheses where a product follows a sum. Demonstrations write them or leave all of them out, so a model
 * that imitates both knows how programs look and is often wrong about what they do.
 */
public record FormulaPrograms(FormulaProgramsConfig config) implements DatasetReader {

    private static final int ATTEMPTS = 10_000;
    private static final int HELD_OUT_ONE_IN = 8;
    private static final int NUMBERS = 9;
    private static final int INPUTS = 20;
    private static final String SIGNS = "+-*";
    private static final long STYLE = -1; // attempts are numbered from 0

    private record Step(char sign, int number) {
        @Override
        public String toString() {
            return sign + String.valueOf(number);
        }
    }

    @Override
    public List<Example> read() {
        List<Example> examples = new ArrayList<>(config.count());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < config.count(); i++) {
            examples.add(example(task(i, seen), i));
        }
        return examples;
    }

    /** A task that is not among the others; tasks may come again where there are not so many. */
    private List<Step> task(int index, Set<String> seen) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long key = SplitMix64.key(config.seed(), index, attempt);
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < config.operations(); i++) {
                char sign = SIGNS.charAt((int) SplitMix64.below(SplitMix64.number(key, 2L * i), SIGNS.length()));
                steps.add(new Step(sign, 1 + (int) SplitMix64.below(SplitMix64.number(key, 2L * i + 1), NUMBERS)));
            }
            boolean heldOut = SplitMix64.below(SplitMix64.extend(0, steps.toString()), HELD_OUT_ONE_IN) == 0;
            boolean repeats = !seen.add(steps.toString()) && !config.demonstrations();
            if (heldOut == config.heldOut() && !repeats) {
                return steps;
            }
        }
        throw new ConfigException("Dataset 'formula-programs' found no task " + (index + 1)
                + " that differs from the others in " + ATTEMPTS + " attempts; lower count, or raise operations");
    }

    private Example example(List<Step> steps, int index) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < config.tests(); i++) {
            long x = SplitMix64.below(SplitMix64.number(SplitMix64.key(config.seed(), index, STYLE), i), INPUTS);
            inputs.add(String.valueOf(x));
            outputs.add(String.valueOf(value(steps, x)));
        }
        Map<String, Object> fields = new HashMap<>();
        fields.put("tests", Map.of("inputs", inputs, "outputs", outputs));
        String task = String.join(" ", steps.stream().map(Step::toString).toList());
        Example example = Example.of(task + " " + index, List.of(Message.user(task + ":")))
                .withFields(fields);
        return config.demonstrations() ? example.withResponse(demonstration(steps, index)) : example;
    }

    private static long value(List<Step> steps, long x) {
        long value = x;
        for (Step step : steps) {
            value = switch (step.sign()) {
                case '+' -> value + step.number();
                case '-' -> value - step.number();
                default -> value * step.number();
            };
        }
        return value;
    }

    private String demonstration(List<Step> steps, int index) {
        long draw = SplitMix64.number(SplitMix64.key(config.seed(), index, STYLE), config.tests());
        boolean careful = SplitMix64.uniform(draw) < config.carefulShare();
        return "```\n" + config.program().replace(FormulaProgramsConfig.FORMULA, formula(steps, careful)) + "\n```";
    }

    /** The operations as a formula, with parentheses around sums that are multiplied, or without any. */
    private static String formula(List<Step> steps, boolean careful) {
        String formula = "x";
        boolean sum = false;
        for (Step step : steps) {
            boolean product = step.sign() == '*';
            formula = (careful && product && sum ? "(" + formula + ")" : formula) + step;
            sum = !product;
        }
        return formula;
    }
}
