package org.reason4j.optimizer.grpo.advantage;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Means that run over steps, each under a name: what an advantage keeps. Exponential moving averages of the steps' means,
 * divided by the share of all weights that there was something for, so that after one step a mean is that step's.
 */
public final class RunningMeans {

    private final Map<String, Double> sums = new HashMap<>();
    private final Map<String, Double> shares = new HashMap<>();

    /** The mean so far; none before the first step. */
    OptionalDouble mean(String name) {
        Double sum = sums.get(name);
        Double share = shares.get(name);
        return sum == null || share == null ? OptionalDouble.empty() : OptionalDouble.of(sum / share);
    }

    /** Takes in a step: {@code m = decay m + (1 - decay) value}. */
    void add(String name, double value, double decay) {
        sums.merge(name, (1 - decay) * value, (before, now) -> decay * before + now);
        shares.merge(name, 1 - decay, (before, now) -> decay * before + now);
    }

    /** The state, for a checkpoint. */
    public Map<String, Object> state() {
        return Map.of("sums", Map.copyOf(sums), "shares", Map.copyOf(shares));
    }

    /** Takes over what {@link #state()} returned, after a trip through JSON. */
    public void restore(Map<String, Object> state) {
        restore(state, "sums", sums);
        restore(state, "shares", shares);
    }

    private static void restore(Map<String, Object> state, String name, Map<String, Double> target) {
        if (!(state.get(name) instanceof Map<?, ?> saved)) {
            throw new IllegalArgumentException("The saved state of an advantage has no '" + name + "': " + state);
        }
        target.clear();
        saved.forEach((key, value) -> {
            if (!(value instanceof Number number)) {
                throw new IllegalArgumentException("The saved state of an advantage has '" + value + "' for the mean '"
                        + key + "', expected a number");
            }
            target.put(String.valueOf(key), number.doubleValue());
        });
    }
}
