package org.reason4j.gym.logic;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.logic.Proposition.Form;

/**
 * Draws a chain of premises from the conclusion's subject to its predicate, and premises beside it. Half of the conclusions
 * follow.
 *
 * @param chain premises in the chain, 2 to 6
 * @param beside premises about further groups, 0 to 4
 */
public record SyllogismGenerator(int chain, int beside) implements Generator {

    private static final List<String> GROUPS = List.of(
            "bakers",
            "sailors",
            "weavers",
            "flautists",
            "climbers",
            "beekeepers",
            "welders",
            "dancers",
            "gardeners",
            "fishers",
            "printers",
            "joggers",
            "tailors",
            "archers",
            "painters",
            "swimmers");

    public SyllogismGenerator {
        range("chain", chain, 2, 6);
        range("beside", beside, 0, 4);
    }

    @Override
    public Syllogism problem(Draws draws) {
        boolean follows = draws.chance(0.5);
        List<String> groups = draws.shuffled(GROUPS).subList(0, chain + 1 + beside);
        while (true) {
            List<Proposition> premises = premises(draws);
            Proposition conclusion = drawn(draws, 0, chain);
            Syllogism syllogism = new Syllogism(groups, draws.shuffled(premises), conclusion);
            if (Proposition.consistent(premises, groups.size()) && syllogism.follows() == follows) {
                return syllogism;
            }
        }
    }

    private List<Proposition> premises(Draws draws) {
        List<Proposition> premises = new ArrayList<>();
        for (int i = 0; i < chain; i++) {
            premises.add(draws.chance(0.6) ? new Proposition(Form.ALL, i, i + 1) : drawn(draws, i, i + 1));
        }
        for (int i = 1; i <= beside; i++) {
            premises.add(drawn(draws, draws.below(chain + 1), chain + i));
        }
        return premises;
    }

    private static Proposition drawn(Draws draws, int one, int other) {
        boolean turned = draws.chance(0.3);
        return new Proposition(draws.pick(List.of(Form.values())), turned ? other : one, turned ? one : other);
    }
}
