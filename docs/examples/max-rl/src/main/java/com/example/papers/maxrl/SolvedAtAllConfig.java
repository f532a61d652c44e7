package com.example.papers.maxrl;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the group filter {@code solved-at-all}.
 *
 * @param least mean reward that a group needs to be kept, not negative; a mean of 0 never suffices
 */
public record SolvedAtAllConfig(double least) {

    /** A single success is enough. */
    public static final SolvedAtAllConfig DEFAULTS = new SolvedAtAllConfig(0);

    public SolvedAtAllConfig {
        check(least >= 0 && Double.isFinite(least), "solved-at-all.least must not be negative, got %s", least);
    }
}
