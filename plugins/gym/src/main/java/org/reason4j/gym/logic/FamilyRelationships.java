package org.reason4j.gym.logic;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;
import org.reason4j.gym.logic.Relatives.Person;

/**
 * What somebody is to somebody, from sentences about couples and parents.
 *
 * @param relatives everybody
 * @param order the places of all people, in the order in which the question speaks of them
 * @param one who is asked about
 * @param other to whom
 */
public record FamilyRelationships(Relatives relatives, List<Integer> order, int one, int other) implements Problem {

    public FamilyRelationships {
        order = List.copyOf(order);
    }

    @Override
    public String question() {
        String told = order.stream()
                .map(this::sentence)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        return told + " What is " + name(one) + " to " + name(other) + "? Answer with one word, such as niece or"
                + " father-in-law.";
    }

    private String name(int person) {
        return relatives.people().get(person).name();
    }

    private String sentence(int person) {
        Person now = relatives.people().get(person);
        if (!now.parents().isEmpty()) {
            return name(person) + " is " + (now.female() ? "a daughter" : "a son") + " of "
                    + now.parents().stream().map(this::name).collect(Collectors.joining(" and ")) + ".";
        }
        return now.spouse().stream()
                .map(spouse ->
                        name(person) + " is the " + (now.female() ? "wife" : "husband") + " of " + name(spouse) + ".")
                .collect(Collectors.joining());
    }

    @Override
    public String answer() {
        return relatives.relation(one, other).orElseThrow();
    }

    @Override
    public boolean accepts(String answer) {
        return answer.strip().equalsIgnoreCase(answer());
    }

    /** Links between people: each one's parents and spouse. */
    @Override
    public double work() {
        return IntStream.range(0, order.size())
                .map(i -> relatives.people().get(i).parents().size()
                        + relatives.people().get(i).spouse().size())
                .sum();
    }
}
