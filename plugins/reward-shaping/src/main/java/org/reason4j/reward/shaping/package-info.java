/**
 * What is made of rewards before credit is assigned.
 *
 * <p>A recipe weights, bounds and multiplies rewards by itself: {@code weight}, {@code clip} and {@code gate} of {@code
 * rewards}. Choose a shaper where that does not suffice: {@code gate} for a reward that counts only where another one is
 * earned; {@code running-norm} and {@code gdpo} for rewards on different scales; {@code rm-shaped} for a reward model
 * beside a verifier; {@code rank} for scores of which only the order can be trusted; {@code pkpo}, {@code
 * passk-training} and {@code passk-best} where several attempts are allowed and one right one suffices; {@code
 * difficulty-weight} for hard prompts; {@code darling} and {@code rare-answer} against a policy that always says the
 * same; {@code length-scaled} and {@code efficient-length} for short right answers.
 *
 * <p>A shaper that names a reward reads its value as it is, before weight and clip. Give that reward the weight 0, so
 * that it counts through the shaper alone. Shapers act in the recipe's order, on training alone: measurements on
 * held-out problems have none.
 *
 * @see <a href="https://arxiv.org/abs/2509.08827">A Survey of Reinforcement Learning for Large Reasoning Models</a>
 */
@NullMarked
package org.reason4j.reward.shaping;

import org.jspecify.annotations.NullMarked;
