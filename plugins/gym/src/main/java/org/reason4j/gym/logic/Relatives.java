package org.reason4j.gym.logic;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * People and how they are related.
 *
 * @param people everybody
 */
public record Relatives(List<Person> people) {

    /**
     * Somebody.
     *
     * @param name the name
     * @param female whether a woman or a girl
     * @param parents places of the parents in the list: two or none
     * @param spouse place of the wife or husband in the list: one or none
     */
    public record Person(String name, boolean female, List<Integer> parents, List<Integer> spouse) {
        public Person {
            parents = List.copyOf(parents);
            spouse = List.copyOf(spouse);
        }
    }

    public Relatives {
        people = List.copyOf(people);
    }

    /** What {@code a} is to {@code b}: the word, or empty where they are not related closely. */
    Optional<String> relation(int a, int b) {
        boolean female = people.get(a).female();
        return kind(a, b).map(kind -> female ? kind.female : kind.male);
    }

    private Optional<Kind> kind(int a, int b) {
        return IntStream.range(0, Kind.values().length)
                .mapToObj(i -> Kind.values()[i])
                .filter(kind -> a != b && holds(kind, a, b))
                .findFirst();
    }

    private boolean holds(Kind kind, int a, int b) {
        return switch (kind) {
            case PARENT -> parent(a, b);
            case CHILD -> parent(b, a);
            case SPOUSE -> married(a, b);
            case SIBLING -> sibling(a, b);
            case GRANDPARENT -> parents(b).stream().anyMatch(parent -> parent(a, parent));
            case GRANDCHILD -> holds(Kind.GRANDPARENT, b, a);
            case SIBLING_OF_PARENT -> parents(b).stream().anyMatch(parent -> sibling(a, parent));
            case CHILD_OF_SIBLING -> holds(Kind.SIBLING_OF_PARENT, b, a);
            case COUSIN -> parents(a).stream().anyMatch(parent -> holds(Kind.SIBLING_OF_PARENT, parent, b));
            case PARENT_IN_LAW -> people.get(b).spouse().stream().anyMatch(spouse -> parent(a, spouse));
            case CHILD_IN_LAW -> holds(Kind.PARENT_IN_LAW, b, a);
            case SIBLING_IN_LAW ->
                people.get(b).spouse().stream().anyMatch(spouse -> sibling(a, spouse))
                        || people.get(a).spouse().stream().anyMatch(spouse -> sibling(b, spouse));
        };
    }

    private List<Integer> parents(int person) {
        return people.get(person).parents();
    }

    private boolean parent(int a, int b) {
        return parents(b).contains(a);
    }

    private boolean married(int a, int b) {
        return people.get(a).spouse().contains(b);
    }

    private boolean sibling(int a, int b) {
        return a != b && !parents(a).isEmpty() && Objects.equals(parents(a), parents(b));
    }

    /** What somebody can be to somebody, the closer first. */
    private enum Kind {
        PARENT("mother", "father"),
        CHILD("daughter", "son"),
        SPOUSE("wife", "husband"),
        SIBLING("sister", "brother"),
        GRANDPARENT("grandmother", "grandfather"),
        GRANDCHILD("granddaughter", "grandson"),
        SIBLING_OF_PARENT("aunt", "uncle"),
        CHILD_OF_SIBLING("niece", "nephew"),
        COUSIN("cousin", "cousin"),
        PARENT_IN_LAW("mother-in-law", "father-in-law"),
        CHILD_IN_LAW("daughter-in-law", "son-in-law"),
        SIBLING_IN_LAW("sister-in-law", "brother-in-law");

        private final String female;
        private final String male;

        Kind(String female, String male) {
            this.female = female;
            this.male = male;
        }
    }
}
