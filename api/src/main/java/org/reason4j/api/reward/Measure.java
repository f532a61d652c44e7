package org.reason4j.api.reward;

/**
 * The recipe's own judgement of what is right: the reward that measures held-out problems. A service for rewards that
 * build on it, by reading its answers or by scoring continuations. Implemented by core; usable once a run has begun.
 */
public interface Measure extends Reward {}
