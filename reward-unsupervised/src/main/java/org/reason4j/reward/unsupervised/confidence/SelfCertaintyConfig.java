package org.reason4j.reward.unsupervised.confidence;

/** The self-certainty reward has no settings. */
public record SelfCertaintyConfig() {

    /** The only instance. */
    public static final SelfCertaintyConfig DEFAULTS = new SelfCertaintyConfig();
}
