package org.reason4j.gym.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Problem;

/**
 * Whether a categorical proposition follows from others; every group has a member.
 *
 * @param terms the groups' names, by number
 * @param premises what is given
 * @param conclusion what may follow
 */
public record Syllogism(List<String> terms, List<Proposition> premises, Proposition conclusion) implements Problem {

    public Syllogism {
        terms = List.copyOf(terms);
        premises = List.copyOf(premises);
    }

    @Override
    public String question() {
        String given = premises.stream()
                .map(premise -> "- " + premise.text(terms) + ".")
                .collect(Collectors.joining("\n"));
        return "In a far town each of these groups has at least one member, and this is known of them:\n" + given
                + "\nMust it be true that " + lower(conclusion.text(terms)) + "? Answer yes or no.";
    }

    private static String lower(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    /** Whether the conclusion is true wherever the premises are. */
    boolean follows() {
        List<Proposition> opposed = new ArrayList<>(premises);
        opposed.add(conclusion.negation());
        return !Proposition.consistent(opposed, terms.size());
    }

    @Override
    public String answer() {
        return follows() ? "yes" : "no";
    }

    @Override
    public boolean accepts(String answer) {
        return answer.strip().equalsIgnoreCase(answer());
    }

    /** Pairs of a proposition and a term. */
    @Override
    public double work() {
        return (double) (premises.size() + 1) * terms.size();
    }
}
