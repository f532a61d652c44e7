package org.reason4j.regularizer.length;

/** The overlong filter has no settings. */
public record OverlongFilterConfig() {

    /** The only instance. */
    public static final OverlongFilterConfig DEFAULTS = new OverlongFilterConfig();
}
