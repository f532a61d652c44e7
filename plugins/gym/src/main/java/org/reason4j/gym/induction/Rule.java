package org.reason4j.gym.induction;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;

/** A rule that makes one list of integers of another, where only examples of it are known. */
interface Rule {

    /** Returns what the rule makes of a list; empty where it makes nothing. */
    Optional<List<Integer>> apply(List<Integer> input);

    /** Returns the rules that make of every example what was made of it, in their order. */
    static <R extends Rule> List<R> fitting(List<R> rules, List<Example> examples) {
        return rules.stream()
                .filter(rule -> examples.stream()
                        .allMatch(example -> rule.apply(example.input()).equals(Optional.of(example.output()))))
                .toList();
    }

    /** Returns what rules make of a list, each once, in their order. */
    static Set<List<Integer>> outputs(List<? extends Rule> rules, List<Integer> input) {
        return rules.stream()
                .flatMap(rule -> rule.apply(input).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** True if an answer is one of these outputs. */
    static boolean accepts(Set<List<Integer>> outputs, String answer) {
        Set<List<BigInteger>> right = outputs.stream()
                .map(output -> output.stream().map(BigInteger::valueOf).toList())
                .collect(Collectors.toSet());
        return Answers.integers(answer).filter(right::contains).isPresent();
    }
}
