package org.reason4j.gym.logic;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.Words;

/**
 * Draws statements until they leave one world.
 *
 * @param people how many speak, 2 to 8
 * @param depth connectives one inside the other in a statement, 0 to 4
 */
public record KnightsKnavesGenerator(int people, int depth) implements Generator {

    private static final List<List<String>> KINDS = List.of(
            List.of("knight", "knave"),
            List.of("truth-teller", "liar"),
            List.of("owl", "magpie"),
            List.of("elf", "imp"));

    public KnightsKnavesGenerator {
        range("people", people, 2, 8);
        range("depth", depth, 0, 4);
    }

    @Override
    public KnightsKnaves problem(Draws draws) {
        List<String> names = draws.some(Words.WOMEN, people);
        List<String> kinds = draws.pick(KINDS);
        while (true) {
            List<BooleanFormula> statements = IntStream.range(0, people)
                    .mapToObj(speaker -> BooleanFormula.drawn(draws, others(speaker), depth))
                    .toList();
            KnightsKnaves drawn = new KnightsKnaves(names, statements, kinds);
            if (drawn.worlds().size() == 1) {
                return drawn;
            }
        }
    }

    /** Everybody for a statement of more than one person; a person alone says nothing by speaking about himself. */
    private List<Integer> others(int speaker) {
        return IntStream.range(0, people)
                .filter(i -> depth > 0 || i != speaker)
                .boxed()
                .toList();
    }
}
