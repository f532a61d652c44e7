/**
 * Rewards of single steps: by a process reward model, by labels from continuations, or by the progress of a prover.
 *
 * <p>Choose {@code prm-step} where a trained process reward model is at hand, {@code mc-step-label} or {@code pav} where only
 * outcomes can be checked: they cost continuations, and have no model that can be fooled. The sum of step scores rewards many
 * steps, right or not: prefer the min-form and the policy optimizer {@code pure}.
 *
 * @see <a href="https://arxiv.org/abs/2312.08935">Math-Shepherd: verify and reinforce LLMs step by step</a>
 * @see <a href="https://arxiv.org/abs/2504.15275">PURE: stop summation, min-form credit assignment</a>
 * @see <a href="https://arxiv.org/abs/2410.08146">Rewarding progress: process advantage verifiers</a>
 */
@NullMarked
package org.reason4j.reward.dense.process;

import org.jspecify.annotations.NullMarked;
