package org.reason4j.gym.logic;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.Words;
import org.reason4j.gym.logic.Zebra.Clue;
import org.reason4j.gym.logic.Zebra.Kind;
import org.reason4j.gym.logic.Zebra.Trait;
import org.reason4j.gym.logic.Zebra.Value;

/**
 * Draws who stands where, then clues: as long as another order agrees with them, one that it breaks; then leaves out every clue
 * that isn't needed.
 *
 * @param people how many stand in the row, 3 to 5
 * @param traits how many they differ in, the name among them, 2 to 5
 */
public record ZebraGenerator(int people, int traits) implements Generator {

    private static final List<Trait> TRAITS = List.of(
            new Trait("hat", "whoever has the %s hat", List.of("red", "blue", "green", "white", "black", "yellow")),
            new Trait("fruit", "whoever eats the %s", List.of("apple", "pear", "plum", "fig", "peach", "melon")),
            new Trait("instrument", "whoever plays the %s", List.of("harp", "flute", "drum", "oboe", "cello", "horn")),
            new Trait("pet", "whoever leads the %s", List.of("dog", "goat", "donkey", "llama", "sheep", "pony")),
            new Trait("craft", "the %s", List.of("baker", "weaver", "potter", "tailor", "smith", "cooper")));

    public ZebraGenerator {
        range("people", people, 3, 5);
        range("traits", traits, 2, 5);
    }

    @Override
    public Zebra problem(Draws draws) {
        List<Trait> chosen = new ArrayList<>(
                List.of(new Trait("name", "%s", draws.some(draws.chance(0.5) ? Words.WOMEN : Words.MEN, people))));
        draws.some(TRAITS, traits - 1)
                .forEach(trait ->
                        chosen.add(new Trait(trait.name(), trait.phrase(), draws.some(trait.values(), people))));
        int[][] truth = IntStream.range(0, traits)
                .mapToObj(i -> draws.shuffled(IntStream.range(0, people).boxed().toList()).stream()
                        .mapToInt(place -> place)
                        .toArray())
                .toArray(int[][]::new);
        List<Clue> clues = needed(chosen, enough(draws, chosen, truth));
        return new Zebra(chosen, draws.shuffled(clues), draws.below(traits), draws.below(people));
    }

    private List<Clue> enough(Draws draws, List<Trait> chosen, int[][] truth) {
        List<Clue> open = draws.shuffled(allTrue(truth));
        List<Clue> taken = new ArrayList<>();
        while (true) {
            List<int[][]> others = new ZebraSolver(chosen, taken)
                    .solutions(2).stream()
                            .filter(order -> !open.stream().allMatch(clue -> clue.holds(order)))
                            .toList();
            if (others.isEmpty()) {
                return taken;
            }
            Clue next = open.stream()
                    .filter(clue -> !clue.holds(others.get(0)))
                    .findFirst()
                    .orElseThrow();
            taken.add(next);
        }
    }

    /** Every clue that is true; for each that names a place there are several that don't. */
    private List<Clue> allTrue(int[][] truth) {
        List<Clue> all = new ArrayList<>();
        for (int i = 0; i < traits * people; i++) {
            Value one = new Value(i / people, i % people);
            all.add(new Clue(Kind.AT, one, one, truth[one.trait()][one.value()]));
            for (int j = 0; j < traits * people; j++) {
                Value other = new Value(j / people, j % people);
                for (Kind kind : List.of(Kind.SAME, Kind.LEFT, Kind.BESIDE)) {
                    Clue clue = new Clue(kind, one, other, -1);
                    boolean once = i < j || kind == Kind.LEFT && i != j;
                    if (once && clue.holds(truth)) {
                        all.add(clue);
                    }
                }
            }
        }
        return all;
    }

    private static List<Clue> needed(List<Trait> chosen, List<Clue> clues) {
        List<Clue> kept = new ArrayList<>(clues);
        for (Clue clue : clues) {
            kept.remove(clue);
            if (new ZebraSolver(chosen, kept).solutions(2).size() > 1) {
                kept.add(clue);
            }
        }
        return kept;
    }
}
