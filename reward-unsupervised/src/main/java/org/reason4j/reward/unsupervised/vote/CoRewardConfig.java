package org.reason4j.reward.unsupervised.vote;

/** The reward of Co-Reward has no settings: those of the sampler of that name say how wordings are made and compared. */
public record CoRewardConfig() {

    /** The only instance. */
    public static final CoRewardConfig DEFAULTS = new CoRewardConfig();
}
