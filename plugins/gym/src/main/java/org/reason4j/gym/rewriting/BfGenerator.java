package org.reason4j.gym.rewriting;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws words and writes programs that print them, each letter's code made by loops within loops.
 *
 * @param letters how many are printed, 1 to 20
 * @param loops how deep they are nested, 1 to 4
 */
public record BfGenerator(int letters, int loops) implements Generator {

    private static final int TRIES = 30;

    public BfGenerator {
        range("letters", letters, 1, 20);
        range("loops", loops, 1, 4);
    }

    @Override
    public Bf problem(Draws draws) {
        StringBuilder program = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            program.append(letter(draws, draws.between('a', 'z')));
        }
        return new Bf(program.toString());
    }

    private String letter(Draws draws, int code) { // the product of the factors, and the rest
        List<Integer> factors = factors(draws, code);
        String out = ">".repeat(loops);
        return loop(factors, 0) + out + "+".repeat(code - product(factors)) + ".[-]" + "<".repeat(loops);
    }

    private static String loop(List<Integer> factors, int depth) {
        String times = "+".repeat(factors.get(depth));
        return depth == factors.size() - 1 ? times : times + "[>" + loop(factors, depth + 1) + "<-]";
    }

    private List<Integer> factors(Draws draws, int code) { // the nearest of some that are not too large
        int largest = (int) Math.ceil(2 * Math.pow(code, 1.0 / (loops + 1)));
        List<Integer> best = new ArrayList<>();
        for (int i = 0; i < TRIES || best.isEmpty(); i++) {
            List<Integer> factors = new ArrayList<>();
            for (int j = 0; j <= loops; j++) {
                factors.add(draws.between(2, largest));
            }
            if (product(factors) <= code && (best.isEmpty() || product(factors) > product(best))) {
                best = factors;
            }
        }
        return best;
    }

    private static int product(List<Integer> factors) {
        return factors.stream().reduce(1, (a, b) -> a * b);
    }
}
