package org.reason4j.api.sampler;

/**
 * How the recipe samples during training: a service for components that sample by themselves or check that sizes agree.
 *
 * @param groupSize responses per prompt, {@code G}
 * @param params how tokens are drawn; {@code maxTokens} limits a whole response
 */
public record RolloutSettings(int groupSize, SamplingParams params) {}
