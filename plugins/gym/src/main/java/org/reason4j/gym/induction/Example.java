package org.reason4j.gym.induction;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a rule made of something.
 *
 * @param input numbers
 * @param output numbers
 */
public record Example(List<Integer> input, List<Integer> output) {
    public Example {
        input = List.copyOf(input);
        output = List.copyOf(output);
    }

    /** Returns numbers with something between them. */
    static String text(List<Integer> numbers, String between) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(between));
    }
}
