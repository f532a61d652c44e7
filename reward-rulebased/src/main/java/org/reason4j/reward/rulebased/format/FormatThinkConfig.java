package org.reason4j.reward.rulebased.format;

/** The format-think reward has no settings. */
public record FormatThinkConfig() {

    /** The only instance. */
    public static final FormatThinkConfig DEFAULTS = new FormatThinkConfig();
}
