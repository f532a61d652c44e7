package org.reason4j.gym.logic;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * Who stands where in a row, from clues. Each place has one value of every trait.
 *
 * @param traits what tells the places apart; each has as many values as there are places
 * @param clues what is known
 * @param trait the number of the trait that is asked for
 * @param place where, from 0
 */
public record Zebra(List<Trait> traits, List<Clue> clues, int trait, int place) implements Problem {

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth", "sixth");

    /**
     * A trait.
     *
     * @param name what it is
     * @param phrase how somebody is called by a value, which stands for {@code %s}
     * @param values the values
     */
    public record Trait(String name, String phrase, List<String> values) {
        public Trait {
            values = List.copyOf(values);
        }
    }

    /** What a clue says. */
    public enum Kind {
        SAME("%s is %s."),
        LEFT("%s stands directly to the left of %s."),
        BESIDE("%s and %s stand side by side."),
        AT("%s stands in the %s place.");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /**
     * A value of a trait.
     *
     * @param trait the trait's number
     * @param value the value's number
     */
    public record Value(int trait, int value) {}

    /**
     * A clue about two values, or about a value and a place.
     *
     * @param kind what it says
     * @param one the first value
     * @param other the second one; for {@code AT} the first one again
     * @param place for {@code AT} the place, from 0; -1 otherwise
     */
    public record Clue(Kind kind, Value one, Value other, int place) {

        /** Whether it holds where value {@code v} of trait {@code t} stands at {@code places[t][v]}. */
        boolean holds(int[][] places) {
            int first = places[one.trait][one.value];
            int second = places[other.trait][other.value];
            return switch (kind) {
                case SAME -> first == second;
                case LEFT -> first + 1 == second;
                case BESIDE -> Math.abs(first - second) == 1;
                case AT -> first == place;
            };
        }
    }

    public Zebra {
        traits = List.copyOf(traits);
        clues = List.copyOf(clues);
    }

    @Override
    public String question() {
        int places = traits.get(0).values().size();
        String listed = traits.stream()
                .map(one -> "- " + one.name() + ": " + String.join(", ", one.values()))
                .collect(Collectors.joining("\n"));
        String known = IntStream.range(0, clues.size())
                .mapToObj(i -> (i + 1) + ". " + text(clues.get(i)))
                .collect(Collectors.joining("\n"));
        return places + " people stand in a row; the first place is on the left. They differ in each of these:\n"
                + listed
                + "\nThis is known:\n" + known + "\nWhich " + traits.get(trait).name() + " belongs to the "
                + ORDINALS.get(place) + " place? Answer with one word of the list.";
    }

    private String text(Clue clue) {
        String other = clue.kind() == Kind.AT ? ORDINALS.get(clue.place()) : phrase(clue.other());
        String text = clue.kind().text.formatted(phrase(clue.one()), other);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private String phrase(Value value) {
        Trait of = traits.get(value.trait());
        return of.phrase().formatted(of.values().get(value.value()));
    }

    @Override
    public String answer() {
        int[] places = new ZebraSolver(traits, clues).solutions(1).get(0)[trait];
        int value = IntStream.range(0, places.length)
                .filter(i -> places[i] == place)
                .findFirst()
                .orElseThrow();
        return traits.get(trait).values().get(value);
    }

    @Override
    public boolean accepts(String answer) {
        return answer.strip().equalsIgnoreCase(answer());
    }

    /** Cells of the table of places and traits, and clues. */
    @Override
    public double work() {
        return traits.size() * traits.get(0).values().size() + (double) clues.size();
    }
}
