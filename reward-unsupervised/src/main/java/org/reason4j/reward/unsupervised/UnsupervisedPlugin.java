package org.reason4j.reward.unsupervised;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers rewards that need no labels. */
public final class UnsupervisedPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.reward("majority-vote", MajorityVoteConfig.DEFAULTS, MajorityVote.class);
        registry.reward("self-certainty", SelfCertaintyConfig.DEFAULTS, SelfCertainty.class);
        registry.reward("negative-entropy", NegativeEntropyConfig.DEFAULTS, NegativeEntropy.class);
        registry.reward("random", RandomRewardConfig.DEFAULTS, RandomReward.class);
    }
}
