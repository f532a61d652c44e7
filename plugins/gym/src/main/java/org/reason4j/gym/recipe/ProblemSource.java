package org.reason4j.gym.recipe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.gym.recipe.ProblemKey.Made;

/** Makes problems of a split, none twice. */
final class ProblemSource {

    /** Draws in a row that may give nothing new before a family counts as run out. */
    private static final int ATTEMPTS = 2_000;

    private final long seed;
    private final Split split;
    private final Set<Long> seen = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>(); // of problems, by family, level and knobs

    ProblemSource(long seed, Split split) {
        this.seed = seed;
        this.split = split;
    }

    /**
     * Returns the next problem of a family, the same whatever other families are asked for in between.
     *
     * @throws ConfigException if the family has run out
     */
    Made next(String family, int level, Map<String, Double> knobs) {
        String kind = family + "/" + level + "/" + knobs;
        int number = counts.merge(kind, 1, Integer::sum) - 1;
        return find(family, level, knobs, SplitMix64.key(SplitMix64.extend(seed, kind), number))
                .orElseThrow(() -> new ConfigException("The family '" + family + "' at level " + level + ", split "
                        + split + ", has run out of problems: it gave " + number + " different ones, and then none in "
                        + ATTEMPTS
                        + " draws. Ask for fewer problems, give the family less weight, or set a higher level"
                        + " or harder knobs."));
    }

    /** Returns a problem of a family that was not returned before; nothing if it seems to have run out. */
    Optional<Made> find(String family, int level, Map<String, Double> knobs, long key) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Made made = ProblemKey.make(family, level, knobs, SplitMix64.number(key, attempt));
            long content = made.key().content();
            if (split.holds(content) && seen.add(content)) {
                return Optional.of(made);
            }
        }
        return Optional.empty();
    }

    /** The problem as an example, with the fields {@code family}, {@code level}, {@code answer} and {@code key}. */
    static Example example(Made made, String question) {
        ProblemKey key = made.key();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("family", key.family());
        fields.put("level", key.level());
        fields.put("answer", made.problem().answer());
        fields.put("key", key.toString());
        return Example.of(key.toString(), List.of(Message.user(question))).withFields(fields);
    }
}
