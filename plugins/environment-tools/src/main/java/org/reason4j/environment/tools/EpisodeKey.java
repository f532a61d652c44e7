package org.reason4j.environment.tools;

import org.reason4j.api.data.Prompt;

/**
 * Identity of an episode's response.
 *
 * @param prompt the prompt
 * @param sample index of the response
 */
record EpisodeKey(Prompt prompt, int sample) {}
