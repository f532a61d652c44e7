package org.reason4j.core.engine.model;

import java.util.List;

/**
 * Adapters that are trained instead of the weights.
 *
 * @param rank of their two factors, at least 1
 * @param alpha the update is scaled by {@code alpha / rank}; above 0
 * @param targets names of the projections that get one, such as {@code q_proj}
 */
public record LoraSettings(int rank, double alpha, List<String> targets) {

    public LoraSettings {
        targets = List.copyOf(targets);
    }
}
