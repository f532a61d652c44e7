package org.reason4j.core.trainer.components;

import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;

/**
 * Facts about the parts of a recipe that requirements are checked against.
 *
 * @param requirements of each component, by its place in the recipe
 * @param rewards keys of the rewards
 * @param modelStreams streams that models beside the policy compute
 * @param splittingFilters for each filter, whether it may drop some members of a group
 * @param environment whether the recipe has an environment
 * @param backend whether the recipe has a rollout backend
 * @param measure the reward that measures
 * @param sizes numbers of the recipe
 */
record RecipeParts(
        Map<String, Requirements> requirements,
        List<String> rewards,
        List<TokenStream> modelStreams,
        List<Boolean> splittingFilters,
        boolean environment,
        boolean backend,
        Measure measure,
        Sizes sizes) {

    /**
     * The reward that measures.
     *
     * @param where its place in the recipe
     * @param reward the component
     * @param needs its requirements
     */
    record Measure(String where, Object reward, Requirements needs) {}

    /**
     * Numbers of a recipe.
     *
     * @param groupSize responses per prompt
     * @param temperature of the rollouts
     * @param miniBatches updates per epoch
     * @param epochs passes over a step's rollouts
     * @param staleness most updates between a rollout and its training
     */
    record Sizes(int groupSize, double temperature, int miniBatches, int epochs, int staleness) {}

    /** Returns the requirements of all components together. */
    Requirements needs() {
        return requirements.values().stream().reduce(Requirements.NONE, Requirements::and);
    }
}
