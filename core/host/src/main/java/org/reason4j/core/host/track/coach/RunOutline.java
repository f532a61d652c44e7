package org.reason4j.core.host.track.coach;

/**
 * Settings of a recipe that the coach needs.
 *
 * @param groupSize responses per prompt
 * @param measure key of the reward that tells right from wrong
 * @param threshold least value of that reward for a right response
 * @param maxTokens longest response
 * @param stale whether rollouts may be older than the weights that they train
 */
public record RunOutline(int groupSize, String measure, double threshold, int maxTokens, boolean stale) {}
