package org.reason4j.gym.logic;

import static org.reason4j.gym.Knobs.range;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws premises until together they say something about two variables of which none of them speaks alone.
 *
 * @param variables how many there are, 3 to 8
 * @param premises how many there are, 2 to 8
 * @param depth connectives one inside the other in a premise, 1 to 4
 */
public record PropositionalLogicGenerator(int variables, int premises, int depth) implements Generator {

    private static final List<String> NAMES = List.of("A", "B", "C", "D", "E", "F", "G", "H");

    public PropositionalLogicGenerator {
        range("variables", variables, 3, NAMES.size());
        range("premises", premises, 2, 8);
        range("depth", depth, 1, 4);
    }

    @Override
    public PropositionalLogic problem(Draws draws) {
        List<Integer> all = IntStream.range(0, variables).boxed().toList();
        while (true) {
            List<BooleanFormula> drawn = IntStream.range(0, premises)
                    .mapToObj(i -> BooleanFormula.drawn(draws, all, depth))
                    .toList();
            Optional<PropositionalLogic> problem = about(drawn, draws.shuffled(all));
            if (problem.isPresent()) {
                return problem.get();
            }
        }
    }

    private Optional<PropositionalLogic> about(List<BooleanFormula> drawn, List<Integer> order) {
        for (int i = 1; i < order.size(); i++) {
            for (int j = 0; j < i; j++) {
                List<Integer> about = List.of(order.get(i), order.get(j));
                PropositionalLogic problem = new PropositionalLogic(NAMES.subList(0, variables), drawn, about);
                BitSet shadow = problem.shadow();
                if (!shadow.isEmpty() && shadow.cardinality() < 4 && !saidByOne(drawn, about)) {
                    return Optional.of(problem);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean saidByOne(List<BooleanFormula> drawn, List<Integer> about) {
        return drawn.stream().anyMatch(premise -> about.containsAll(premise.variables()));
    }
}
