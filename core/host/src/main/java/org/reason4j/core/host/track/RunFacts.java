package org.reason4j.core.host.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Facts that are known of a run when it starts.
 *
 * @param recipe name of the recipe
 * @param seed key of all randomness
 * @param model the model and its size, such as {@code "Qwen2.5-0.5B, 494 M parameters"}
 * @param machine where it runs, such as {@code "2 cores, 8 GB"}
 * @param details anything else worth reading, in order, such as the policy optimizer
 * @param related reports of runs that belong to it, relative to its directory, by what links to them say
 */
public record RunFacts(
        String recipe,
        long seed,
        String model,
        String machine,
        Map<String, String> details,
        Map<String, String> related) {
    public RunFacts {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        related = Collections.unmodifiableMap(new LinkedHashMap<>(related));
    }

    /** Facts of a run that no other belongs to. */
    public RunFacts(String recipe, long seed, String model, String machine, Map<String, String> details) {
        this(recipe, seed, model, machine, details, Map.of());
    }
}
