package org.reason4j.reward.unsupervised.control;

/** The reward for wrong answers has no settings. */
public record IncorrectConfig() {

    /** The only instance. */
    public static final IncorrectConfig DEFAULTS = new IncorrectConfig();
}
