package org.reason4j.core.trainer.experience;

import org.reason4j.api.data.SamplingParams;

/**
 * Settings of the rollouts of a batch.
 *
 * @param groupSize responses per prompt
 * @param params sampling parameters; their {@code maxTokens} is the longest response that a request may ask for
 * @param sampler name of the recipe's sampler, for messages
 */
public record RolloutSetup(int groupSize, SamplingParams params, String sampler) {}
