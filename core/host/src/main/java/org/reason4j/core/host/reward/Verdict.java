package org.reason4j.core.host.reward;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.reason4j.api.data.Score;

/**
 * What the rewards of a recipe say about one response.
 *
 * @param scores of each reward by its key, in the recipe's order
 * @param reward their weighted sum; empty where a score is no value
 */
public record Verdict(Map<String, Score> scores, OptionalDouble reward) {

    public Verdict {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
