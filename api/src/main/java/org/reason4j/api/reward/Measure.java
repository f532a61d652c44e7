package org.reason4j.api.reward;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/**
 * The recipe's own judgement of what is right: the reward that measures held-out problems. A service for rewards that
 * build on it, by reading its answers or by scoring continuations. Implemented by core; usable once a run has begun.
 */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public interface Measure extends Reward {}
