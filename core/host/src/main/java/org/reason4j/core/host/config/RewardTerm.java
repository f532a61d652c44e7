package org.reason4j.core.host.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.core.host.config.constraint.Within;

/**
 * One reward of the weighted sum.
 *
 * @param name the name it is registered under
 * @param preset named settings to start from; absent for the defaults
 * @param key its name in metrics; the registered name when absent, with a dot after the plugin if the recipe names that
 * @param weight factor in the sum
 * @param clip bounds applied to its value before the weight; empty for none, else {@code [low, high]}
 * @param gate whether it multiplies the sum of the others instead of adding to it
 * @param deadlineSeconds time for one call, which scores one group
 * @param retries how often {@code RETRY} asks again
 * @param onUnscorable treatment of an unscorable response
 * @param onTimeout treatment of a missed deadline
 * @param onFailure treatment of a reward that fails. A batch in which a reward fails, or is late, for every response ends the
 *     run
 * @param config settings of the reward that differ from its defaults or its preset
 */
public record RewardTerm(
        String name,
        Optional<String> preset,
        Optional<String> key,
        @Within("(-inf, inf)") double weight,
        @Within("(-inf, inf)") List<Double> clip,
        boolean gate,
        @Within("(0, inf)") double deadlineSeconds,
        @Within("[0, inf)") int retries,
        Recipe.OnMissing onUnscorable,
        Recipe.OnMissing onTimeout,
        Recipe.OnMissing onFailure,
        Map<String, Object> config) {

    public RewardTerm {
        clip = List.copyOf(clip);
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    /** A reward that counts once; the run stops when it fails. */
    public static RewardTerm of(String name) {
        return new RewardTerm(
                name,
                Optional.empty(),
                Optional.empty(),
                1.0,
                List.of(),
                false,
                10.0,
                1,
                Recipe.OnMissing.DROP_TRAJECTORY,
                Recipe.OnMissing.DROP_TRAJECTORY,
                Recipe.OnMissing.ABORT,
                Map.of());
    }

    /** The component that judges, without its place in the sum. */
    public Recipe.Component component() {
        return new Recipe.Component(name, preset, config);
    }

    /** Returns a copy that never ends a run, nor drops a group: whatever is no value is dropped, after the retries it asks for. */
    public RewardTerm reporting() {
        return new RewardTerm(
                name,
                preset,
                key,
                weight,
                clip,
                gate,
                deadlineSeconds,
                retries,
                reporting(onUnscorable),
                reporting(onTimeout),
                reporting(onFailure),
                config);
    }

    private static Recipe.OnMissing reporting(Recipe.OnMissing policy) {
        return policy == Recipe.OnMissing.RETRY ? policy : Recipe.OnMissing.DROP_TRAJECTORY;
    }

    /** Its name in metrics. */
    public String metricName() {
        return key.orElse(name.replace('/', '.'));
    }
}
