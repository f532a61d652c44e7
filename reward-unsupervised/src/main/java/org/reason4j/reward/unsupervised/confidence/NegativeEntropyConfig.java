package org.reason4j.reward.unsupervised.confidence;

/** The negative-entropy reward has no settings. */
public record NegativeEntropyConfig() {

    /** The only instance. */
    public static final NegativeEntropyConfig DEFAULTS = new NegativeEntropyConfig();
}
