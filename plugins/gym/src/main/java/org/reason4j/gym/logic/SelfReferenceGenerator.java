package org.reason4j.gym.logic;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.logic.SelfReference.Kind;
import org.reason4j.gym.logic.SelfReference.Statement;

/**
 * Draws statements about numbers of true and false ones, and about pairs.
 *
 * @param counts statements about numbers, 2 to 10
 * @param pairs statements about two of them, 0 to 6
 */
public record SelfReferenceGenerator(int counts, int pairs) implements Generator {

    private static final List<Kind> COUNTS = List.of(
            Kind.AT_LEAST_TRUE,
            Kind.AT_MOST_FALSE,
            Kind.EXACTLY_TRUE,
            Kind.EXACTLY_FALSE,
            Kind.PRIME_TRUE,
            Kind.COMPOSITE_FALSE);

    public SelfReferenceGenerator {
        range("counts", counts, 2, 10);
        range("pairs", pairs, 0, 6);
    }

    @Override
    public SelfReference problem(Draws draws) {
        int all = counts + pairs;
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < counts; i++) {
            Kind kind = draws.pick(COUNTS);
            boolean numbered = kind != Kind.PRIME_TRUE && kind != Kind.COMPOSITE_FALSE;
            statements.add(new Statement(kind, numbered ? draws.between(1, all - 1) : 0, 0));
        }
        for (int i = 0; i < pairs; i++) {
            int first = draws.between(1, all - 1);
            Kind kind = draws.chance(0.6) ? Kind.ONE_OF : Kind.BOTH_OR_NEITHER;
            statements.add(new Statement(kind, first, draws.between(first + 1, all)));
        }
        return new SelfReference(draws.shuffled(statements));
    }
}
