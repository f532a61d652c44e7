package org.reason4j.reward.rulebased.problems;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.reason4j.api.plugin.ConfigException;

/** Draws problems of a split until there are enough, each once. */
final class UniqueProblems {

    private static final int ATTEMPTS = 10_000;

    private UniqueProblems() {}

    /** A problem with its identity and its key for {@link Split}. */
    interface Problem {
        String id();

        String key();
    }

    /** Returns {@code count} distinct problems; {@code draw} is repeated while it returns empty. */
    static <P extends Problem> List<P> draw(
            String dataset, int count, long seed, Split split, Function<Draws, Optional<P>> draw) {
        List<P> problems = new ArrayList<>(count);
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < count; index++) {
            problems.add(one(dataset, index, seed, split, seen, draw));
        }
        return problems;
    }

    private static <P extends Problem> P one(
            String dataset, int index, long seed, Split split, Set<String> seen, Function<Draws, Optional<P>> draw) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<P> problem = draw.apply(new Draws(seed, index, attempt));
            if (problem.isPresent()
                    && split.holds(problem.get().key())
                    && seen.add(problem.get().id())) {
                return problem.get();
            }
        }
        throw new ConfigException(
                "Dataset '" + dataset + "' found no problem " + (index + 1) + " that differs from the " + "others in "
                        + ATTEMPTS + " attempts; lower count, or allow larger numbers");
    }
}
