package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.rewriting.RewriteRule.Place;

/**
 * Draws strings of a, b, c and rules that bring them to rest after 1 to 40 steps, with a letter left.
 *
 * @param letters how long the string is, 4 to 60
 * @param rules how many there are, 2 to 12
 */
public record StringManipulationGenerator(int letters, int rules) implements Generator {

    private static final int LONGEST = 40;

    public StringManipulationGenerator {
        range("letters", letters, 4, 60);
        range("rules", rules, 2, 12);
    }

    @Override
    public StringManipulation problem(Draws draws) {
        while (true) {
            List<RewriteRule> drawn = new ArrayList<>();
            while (drawn.size() < rules) {
                drawn.add(rule(draws));
            }
            StringManipulation problem = new StringManipulation(abc(draws, letters), drawn);
            int steps = problem.strings(LONGEST + 1).size() - 1;
            if (steps >= 1 && steps <= LONGEST && !problem.answer().isEmpty()) {
                return problem;
            }
        }
    }

    private static RewriteRule rule(Draws draws) {
        int kind = draws.below(10);
        if (kind == 0) {
            return new RewriteRule.Even((char) ('a' + draws.below(3)), abc(draws, 1));
        }
        if (kind == 1) {
            return new RewriteRule.Longer(draws.between(6, 15));
        }
        String found = abc(draws, draws.between(2, 3));
        String put = abc(draws, draws.below(found.length()));
        Place place = draws.pick(List.of(Place.values()));
        boolean more = place != Place.FIRST && place != Place.INSIDE && draws.chance(0.3);
        return new RewriteRule.Replace(place, found, put, more ? abc(draws, 1) : "", draws.chance(0.1) ? 1 : 0);
    }

    private static String abc(Draws draws, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + draws.below(3)));
        }
        return letters.toString();
    }
}
