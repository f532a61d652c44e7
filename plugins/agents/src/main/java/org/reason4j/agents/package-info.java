/**
 * Several agents in one rollout: one policy in several roles, or a policy and other models.
 *
 * <p>Choose {@code games} for zero-sum games of two players, {@code debate} for two sides and a judge, {@code proposer-solver}
 * for tasks that the policy sets itself. Each turn of the policy is a trajectory with a prompt of its own, and the reward {@code
 * game-outcome} gives it what its role got in the end. The optimizers {@code rae} and {@code hierarchical-grpo} keep roles apart.
 * Leave all of it out where one response is the whole of a task.
 *
 * @see <a href="https://arxiv.org/abs/2506.24119">SPIRAL: self-play on zero-sum games</a>
 */
@NullMarked
package org.reason4j.agents;

import org.jspecify.annotations.NullMarked;
