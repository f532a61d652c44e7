package org.reason4j.environment.tools;

import org.reason4j.api.data.Prompt;

/**
 * Which response an episode belongs to.
 *
 * @param prompt what the policy was given
 * @param sample index of the response
 */
record EpisodeKey(Prompt prompt, int sample) {}
