/**
 * Rewards and advantages of single tokens, or steps, of a response.
 *
 * <p>{@code prime} learns a process reward model from outcomes alone, beside the policy. Choose it where right answers
 * are rare, so that one number per response carries little signal, and where memory suffices for a second model in
 * training. {@code vineppo} estimates a step's value as the success rate of the policy's continuations from its
 * beginning. It needs no further model and its values have no bias, but every step costs several continuations.
 *
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME: process reinforcement through implicit rewards</a>
 * @see <a href="https://arxiv.org/abs/2410.01679">VinePPO: refining credit assignment in RL training of LLMs</a>
 */
@NullMarked
package org.reason4j.reward.dense;

import org.jspecify.annotations.NullMarked;
