package org.reason4j.reward.unsupervised.control;

/** The reward for wrong majorities has no settings. */
public record WrongMajorityConfig() {

    /** The only instance. */
    public static final WrongMajorityConfig DEFAULTS = new WrongMajorityConfig();
}
