package org.reason4j.gym.logic;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.Words;
import org.reason4j.gym.logic.Relatives.Person;

/**
 * Draws the descendants of a couple, and two of them with a relation that has a name.
 *
 * @param generations how many there are, 2 to 4
 * @param children the most children of a couple, 1 to 4
 */
public record FamilyRelationshipsGenerator(int generations, int children) implements Generator {

    private static final int MOST = 24;

    public FamilyRelationshipsGenerator {
        range("generations", generations, 2, 4);
        range("children", children, 1, 4);
    }

    @Override
    public FamilyRelationships problem(Draws draws) {
        Relatives relatives = new Relatives(people(draws));
        List<Integer> order = draws.shuffled(
                IntStream.range(0, relatives.people().size()).boxed().toList());
        while (true) {
            int one = draws.pick(order);
            int other = draws.pick(order);
            if (relatives.relation(one, other).isPresent()) {
                return new FamilyRelationships(relatives, order, one, other);
            }
        }
    }

    private List<Person> people(Draws draws) {
        Map<Boolean, Iterator<String>> names = Map.of(
                true, draws.shuffled(Words.WOMEN).iterator(),
                false, draws.shuffled(Words.MEN).iterator());
        List<Person> people = new ArrayList<>();
        List<Integer> newest = List.of(couple(people, names, draws.chance(0.5), List.of()));
        for (int generation = 2; generation <= generations; generation++) {
            List<Integer> born = new ArrayList<>();
            for (int parent : newest) {
                int siblings = draws.between((children + 1) / 2, children);
                for (int i = 0; i < siblings && people.size() + 2 <= MOST; i++) {
                    List<Integer> parents = List.of(parent, parent + 1);
                    if (i == 0 || draws.chance(0.5)) {
                        born.add(couple(people, names, draws.chance(0.5), parents));
                    } else {
                        boolean female = draws.chance(0.5);
                        people.add(new Person(next(names, female), female, parents, List.of()));
                    }
                }
            }
            newest = born;
        }
        return people;
    }

    /** Adds somebody with these parents and, behind, a spouse from elsewhere; returns the place of the first. */
    private static int couple(
            List<Person> people, Map<Boolean, Iterator<String>> names, boolean female, List<Integer> parents) {
        int place = people.size();
        people.add(new Person(next(names, female), female, parents, List.of(place + 1)));
        people.add(new Person(next(names, !female), !female, List.of(), List.of(place)));
        return place;
    }

    private static String next(Map<Boolean, Iterator<String>> names, boolean female) {
        return Objects.requireNonNull(names.get(female)).next();
    }
}
