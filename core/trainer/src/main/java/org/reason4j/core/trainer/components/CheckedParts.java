package org.reason4j.core.trainer.components;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.core.host.reward.ActiveReward;

/**
 * The parts of a recipe as {@link RequirementRules} see them.
 *
 * @param requirements what each component needs, by its place in the recipe
 * @param modelStreams streams that models beside the policy compute
 * @param rewards in the recipe's order
 * @param filters in the recipe's order
 * @param environment whether there is one
 * @param measure the reward that measures held-out problems
 * @param measureAt its place in the recipe
 */
record CheckedParts(
        Map<String, Requirements> requirements,
        Set<TokenStream> modelStreams,
        List<ActiveReward> rewards,
        List<GroupFilter> filters,
        boolean environment,
        ActiveReward measure,
        String measureAt) {

    /** Streams that components attach. */
    Set<TokenStream> attached() {
        return requirements.values().stream()
                .reduce(Requirements.NONE, Requirements::and)
                .attached();
    }
}
