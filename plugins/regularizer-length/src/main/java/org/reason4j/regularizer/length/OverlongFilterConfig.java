package org.reason4j.regularizer.length;

/** The overlong filter has no settings. */
public record OverlongFilterConfig() {

    /** Nothing to set. */
    public static final OverlongFilterConfig DEFAULTS = new OverlongFilterConfig();
}
