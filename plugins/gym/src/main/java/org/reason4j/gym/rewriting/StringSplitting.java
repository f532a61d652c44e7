package org.reason4j.gym.rewriting;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Machines that are taken apart by rules into parts, which may be joined to other parts: how many of each kind are left.
 *
 * @param rules in their order
 * @param start how many of each kind there are at first
 */
public record StringSplitting(List<Reaction> rules, List<Integer> start) implements Problem {

    /** The kinds. */
    public static final List<String> NAMES = List.of("A", "B", "C", "X", "Y", "Z");

    public StringSplitting {
        rules = List.copyOf(rules);
        start = List.copyOf(start);
    }

    @Override
    public String question() {
        return """
                A, B and C are machines, X, Y and Z are parts. These rules say what can be made of what:
                %s
                At first there are %s. In each step use, once, the first rule of the list for which there is enough; stop when \
                there is none.
                Answer with how many there are of each kind in the end, in the order %s, with spaces between the numbers.""".formatted(Reaction.listed(rules, NAMES), Reaction.counted(start, NAMES), String.join(" ", NAMES));
    }

    @Override
    public String answer() {
        return last().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    @Override
    public boolean accepts(String answer) {
        List<BigInteger> right = last().stream().map(BigInteger::valueOf).toList();
        return Answers.integers(answer).filter(right::equals).isPresent();
    }

    /** Uses of rules, and a last look at each rule. */
    @Override
    public double work() {
        return Reaction.run(rules, start).size() - 1.0 + rules.size();
    }

    private List<Integer> last() {
        List<List<Integer>> states = Reaction.run(rules, start);
        return states.get(states.size() - 1);
    }
}
