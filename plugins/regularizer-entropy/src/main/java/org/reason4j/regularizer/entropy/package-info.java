/**
 * Keeps a policy from growing sure too early: by paying for entropy, or by holding back the tokens that consume it.
 *
 * <p>{@code entropy} adds a bonus to the loss. A fixed coefficient is hard to choose: too small does nothing, too large
 * makes entropy explode; one that adapts to a target is easier. {@code clip-cov} and {@code kl-cov} instead look for the
 * few tokens on which entropy is lost: those whose log-probability and advantage are both far above, or both far below,
 * the mean. The first takes a random few of them out of the update, the second charges the most extreme of them for
 * moving. Start with {@code kl-cov} where a step makes several updates; with a single one it has no effect.
 *
 * @see <a href="https://arxiv.org/abs/2505.22312">Skywork-OR1: adaptive entropy control</a>
 * @see <a href="https://arxiv.org/abs/2505.22617">The Entropy Mechanism of Reinforcement Learning, section 4</a>
 */
@NullMarked
package org.reason4j.regularizer.entropy;

import org.jspecify.annotations.NullMarked;
