package org.reason4j.core.engine.rollout.partial;

/**
 * A turn of the policy that the environment has answered with an observation.
 *
 * @param said the policy's text, as the environment read it
 * @param text text of the policy and the environment
 * @param end number of response tokens up to the end of the answer
 */
public record AnsweredTurn(String said, String text, int end) {}
