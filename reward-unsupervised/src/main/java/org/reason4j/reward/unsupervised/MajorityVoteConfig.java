package org.reason4j.reward.unsupervised;

/** The majority-vote reward has no settings. */
public record MajorityVoteConfig() {

    /** The only instance. */
    public static final MajorityVoteConfig DEFAULTS = new MajorityVoteConfig();
}
