package org.reason4j.core.trainer.cluster;

import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.host.plugin.GivenComponents;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.reward.ActiveReward;

/** Which rewards can be computed by workers. */
final class RemoteRewards {

    private RemoteRewards() {}

    /** True if a reward is made of its settings and the tokenizer alone, keeps no state and has no models. */
    static boolean canMove(PluginRegistry plugins, ActiveReward active) {
        Reward reward = active.reward();
        Offer offer = plugins.find(Kind.REWARD, active.term().name(), "rewards");
        return !(offer.defaults() instanceof GivenComponents.NoSettings)
                && plugins.asksFor(offer).stream().allMatch(type -> type.isRecord() || type.equals(Tokenizer.class))
                && Guard.stateful(reward).isEmpty()
                && reward.models().isEmpty()
                && reward.requirements().models().isEmpty();
    }
}
