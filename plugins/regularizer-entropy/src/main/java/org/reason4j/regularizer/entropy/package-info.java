/**
 * Prevents an early collapse of the policy's entropy: by a bonus for entropy, or by restraining the tokens that reduce
 * it.
 *
 * <p>{@code entropy} adds a bonus to the loss. A fixed coefficient is hard to choose: a small one has no effect, a
 * large one makes entropy explode; one that adapts to a target is easier. {@code high-entropy-mask} leaves the many tokens
 * alone on which the policy is sure already; {@code entropy-temperature} steers by the sampling temperature and leaves the
 * loss as it is. {@code clip-cov} and {@code kl-cov} instead
 * select the few tokens that lose entropy: those whose log-probability and advantage are both far above, or both far
 * below, the mean. The first takes a random few of them out of the update, the second charges the most extreme of them
 * for moving. Start with {@code kl-cov} where a step makes several updates; with a single one it has no effect.
 *
 * @see <a href="https://arxiv.org/abs/2505.22312">Skywork-OR1: adaptive entropy control</a>
 * @see <a href="https://arxiv.org/abs/2505.22617">The Entropy Mechanism of Reinforcement Learning, section 4</a>
 */
@NullMarked
package org.reason4j.regularizer.entropy;

import org.jspecify.annotations.NullMarked;
