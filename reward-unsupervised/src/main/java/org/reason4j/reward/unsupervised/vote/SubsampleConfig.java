package org.reason4j.reward.unsupervised.vote;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the subsample.
 *
 * @param size responses of a group that are learned from, at least 1; a smaller group is kept whole
 */
public record SubsampleConfig(int size) {

    /** TTRL's: 32 of 64. */
    public static final SubsampleConfig DEFAULTS = new SubsampleConfig(32);

    public SubsampleConfig {
        check(size >= 1, "subsample.size must be at least 1, got %s", size);
    }
}
