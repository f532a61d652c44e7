package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws rules that join two or three blocks to fewer, so that a run ends.
 *
 * @param blocks how many of each of the first three kinds there are at first at most, 2 to 60
 * @param rules how many there are, 2 to 12; the first one joins blocks of the first three kinds
 */
public record StringSynthesisGenerator(int blocks, int rules) implements Generator {

    private static final int KINDS = StringSynthesis.NAMES.size();
    private static final int FIRST = 3; // the kinds that there are at first

    public StringSynthesisGenerator {
        range("blocks", blocks, 2, 60);
        range("rules", rules, 2, 12);
    }

    @Override
    public StringSynthesis problem(Draws draws) {
        while (true) {
            List<Reaction> drawn = new ArrayList<>(List.of(rule(draws, FIRST)));
            while (drawn.size() < rules) {
                drawn.add(rule(draws, draws.chance(0.5) ? FIRST : KINDS));
            }
            List<Integer> start = new ArrayList<>(Collections.nCopies(KINDS, 0));
            for (int kind = 0; kind < FIRST; kind++) {
                start.set(kind, draws.between(0, blocks));
            }
            if (Reaction.run(drawn, start).size() > 1) {
                return new StringSynthesis(drawn, start);
            }
        }
    }

    private static Reaction rule(Draws draws, int kinds) {
        List<Integer> takes = new ArrayList<>(Collections.nCopies(KINDS, 0));
        List<Integer> gives = new ArrayList<>(Collections.nCopies(KINDS, 0));
        int taken = draws.between(2, 3);
        for (int i = 0; i < taken; i++) {
            int kind = draws.below(kinds);
            takes.set(kind, takes.get(kind) + 1);
        }
        for (int i = draws.between(1, taken - 1); i > 0; i--) {
            int kind = draws.below(KINDS);
            gives.set(kind, gives.get(kind) + 1);
        }
        return new Reaction(takes, gives);
    }
}
