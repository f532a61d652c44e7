/**
 * Rewards and advantages within a response: which of its tokens, or of its steps, made it better or worse.
 *
 * <p>{@code prime} learns a process reward model from outcomes alone, beside the policy. Choose it where a right answer is
 * rare enough that one number per response says little, and memory holds a second model in training. {@code vineppo}
 * asks the policy itself: it lets it finish a response from each step's beginning, and takes how often that goes well as the
 * step's value. It needs no further model and its values have no bias, but every step costs several continuations.
 *
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME: process reinforcement through implicit rewards</a>
 * @see <a href="https://arxiv.org/abs/2410.01679">VinePPO: refining credit assignment in RL training of LLMs</a>
 */
@NullMarked
package org.reason4j.reward.dense;

import org.jspecify.annotations.NullMarked;
