package org.reason4j.gym.everyday;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Kinds of animals, in plural, and the number of their legs. */
public final class Animals {

    private static final Map<Integer, List<String>> KINDS = Map.of(
            0, List.of("snakes", "worms", "leeches", "jellyfish", "flatworms", "sea slugs", "eels"),
            2, List.of("birds", "chickens", "ducks", "geese", "humans", "ostriches", "owls", "penguins"),
            4,
                    List.of(
                            "bears",
                            "camels",
                            "cats",
                            "cows",
                            "deer",
                            "dogs",
                            "donkeys",
                            "elephants",
                            "foxes",
                            "frogs",
                            "giraffes",
                            "goats",
                            "horses",
                            "lions",
                            "mice",
                            "pigs",
                            "rabbits",
                            "sheep",
                            "tigers",
                            "wolves",
                            "zebras"),
            5, List.of("starfish"),
            6,
                    List.of(
                            "ants",
                            "bees",
                            "beetles",
                            "butterflies",
                            "cockroaches",
                            "crickets",
                            "fireflies",
                            "flies",
                            "grasshoppers",
                            "ladybirds",
                            "moths",
                            "praying mantises",
                            "wasps"),
            8, List.of("scorpions", "spiders", "ticks"),
            10, List.of("crabs", "crayfish", "lobsters", "shrimps"),
            14, List.of("woodlice"));

    private static final Map<String, Integer> LEGS = legs();

    private Animals() {}

    private static Map<String, Integer> legs() {
        Map<String, Integer> legs = new TreeMap<>();
        KINDS.forEach((number, names) -> names.forEach(name -> legs.put(name, number)));
        return legs;
    }

    /** All kinds, sorted. */
    static List<String> all() {
        return new ArrayList<>(LEGS.keySet());
    }

    static int legs(String kind) {
        return Objects.requireNonNull(LEGS.get(kind), kind);
    }
}
