package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws rules that turn one or two pieces into pieces of later kinds, so that a run ends.
 *
 * @param machines how many of each kind there are at first at most, 1 to 60
 * @param rules how many there are, 2 to 12
 */
public record StringSplittingGenerator(int machines, int rules) implements Generator {

    private static final int KINDS = StringSplitting.NAMES.size();
    private static final int MACHINES = 3;

    public StringSplittingGenerator {
        range("machines", machines, 1, 60);
        range("rules", rules, 2, 12);
    }

    @Override
    public StringSplitting problem(Draws draws) {
        while (true) {
            List<Reaction> drawn = new ArrayList<>();
            while (drawn.size() < rules) {
                drawn.add(rule(draws));
            }
            List<Integer> start = new ArrayList<>(Collections.nCopies(KINDS, 0));
            for (int kind = 0; kind < MACHINES; kind++) {
                start.set(kind, draws.between(0, machines));
            }
            int steps = Reaction.run(drawn, start).size() - 1;
            if (steps >= 1 && steps < Reaction.MOST) {
                return new StringSplitting(drawn, start);
            }
        }
    }

    private static Reaction rule(Draws draws) {
        List<Integer> takes = new ArrayList<>(Collections.nCopies(KINDS, 0));
        List<Integer> gives = new ArrayList<>(Collections.nCopies(KINDS, 0));
        int first = draws.below(KINDS - 1); // what is taken first becomes less, and nothing before it more
        takes.set(first, draws.between(1, 2));
        if (draws.chance(0.4)) {
            int other = draws.below(KINDS);
            takes.set(other, takes.get(other) + 1);
        }
        for (int i = draws.between(1, 2); i > 0; i--) {
            int kind = draws.between(first + 1, KINDS - 1);
            gives.set(kind, gives.get(kind) + 1);
        }
        return new Reaction(takes, gives);
    }
}
