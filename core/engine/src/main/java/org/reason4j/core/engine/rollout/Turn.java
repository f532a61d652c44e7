package org.reason4j.core.engine.rollout;

/**
 * A turn that the environment answered, after which the policy went on.
 *
 * @param said what the environment was told
 * @param text what both wrote
 * @param end response tokens up to the end of the answer
 */
record Turn(String said, String text, int end) {}
