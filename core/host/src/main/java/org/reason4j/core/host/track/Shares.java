package org.reason4j.core.host.track;

import java.util.SortedMap;
import java.util.TreeMap;
import org.reason4j.api.data.ScoredTrajectory;

/** What a trajectory's reward is made of. */
public final class Shares {

    /** Name of what shapers and regularizers added to the composed reward. */
    public static final String SHAPING = "shaping";

    /** Least difference that is no rounding of the sum. */
    private static final double LEAST = 1e-6;

    private Shares() {}

    /**
     * Returns the contribution of each reward by its key, and of what changed the reward afterwards, which may be a
     * penalty; empty where the rewards did not say. They add up to the reward.
     */
    public static SortedMap<String, Double> of(ScoredTrajectory scored) {
        SortedMap<String, Double> shares = new TreeMap<>(scored.shares());
        double composed = scored.shares().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        double change = scored.reward() - composed;
        if (!shares.isEmpty() && Math.abs(change) > LEAST * Math.max(1, Math.abs(composed))) {
            shares.put(SHAPING, change);
        }
        return shares;
    }
}
