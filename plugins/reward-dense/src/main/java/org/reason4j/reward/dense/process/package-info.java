/**
 * Rewards of steps by a process reward model, and credit from rewards of steps.
 *
 * <p>The sum of step scores rewards many steps, right or not: prefer the min-form and the policy optimizer {@code pure}.
 *
 * @see <a href="https://arxiv.org/abs/2504.15275">PURE: stop summation, min-form credit assignment</a>
 */
@NullMarked
package org.reason4j.reward.dense.process;

import org.jspecify.annotations.NullMarked;
