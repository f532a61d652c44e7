package org.reason4j.optimizer.offpolicy;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the mask of older tokens.
 *
 * @param segments number of versions of the policy, counted from the newest of a response, whose tokens are learned, at least 1
 */
public record NewestSegmentConfig(int segments) {

    /** What the newest version wrote. */
    public static final NewestSegmentConfig DEFAULTS = new NewestSegmentConfig(1);

    public NewestSegmentConfig {
        check(segments >= 1, "newest-segment.segments must be at least 1, got %s", segments);
    }
}
