package org.reason4j.gym.rewriting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A string to which the first fitting rule is applied until none fits, or until a string would come up again.
 *
 * @param string at the start
 * @param rules in their order
 */
public record StringManipulation(String string, List<RewriteRule> rules) implements Problem {

    private static final int STEPS = 1000; // of strings that never come to rest; a generator draws none of them

    public StringManipulation {
        rules = List.copyOf(rules);
    }

    @Override
    public String question() {
        return """
                Change the string %s by these rules:
                %s
                In each step apply only the first rule of the list that can be applied. Stop when none can, or when the step \
                would give a string that you had before; such a step is not taken.
                Answer with the last string.""".formatted(string, listed());
    }

    @Override
    public String answer() {
        List<String> strings = strings();
        return strings.get(strings.size() - 1);
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).equals(answer());
    }

    /** Rules tried, over all steps, and letters. */
    @Override
    public double work() {
        return strings().size() * (double) rules.size() + string.length();
    }

    private List<String> strings() {
        return strings(STEPS);
    }

    /** Returns the strings from the first to the last, but not more than those after so many steps. */
    List<String> strings(int steps) {
        List<String> strings = new ArrayList<>(List.of(string));
        Set<String> seen = new HashSet<>(strings);
        Optional<String> next = next(string);
        while (next.isPresent() && strings.size() <= steps && seen.add(next.get())) {
            strings.add(next.get());
            next = next(next.get());
        }
        return strings;
    }

    private Optional<String> next(String current) {
        return rules.stream().flatMap(rule -> rule.apply(current).stream()).findFirst();
    }

    private String listed() {
        return IntStream.range(0, rules.size())
                .mapToObj(i -> (i + 1) + ". " + rules.get(i).text() + ".")
                .collect(Collectors.joining("\n"));
    }
}
