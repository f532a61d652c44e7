/**
 * Labels of steps from continuations, as rewards, for a model that learns beside the policy and as a file to learn from; and the
 * progress of a prover.
 *
 * <p>Choose them over a process reward model where only outcomes can be checked: they cost continuations, and have no model that
 * can be fooled.
 *
 * @see <a href="https://arxiv.org/abs/2312.08935">Math-Shepherd: verify and reinforce LLMs step by step</a>
 * @see <a href="https://arxiv.org/abs/2410.08146">Rewarding progress: process advantage verifiers</a>
 */
@NullMarked
package org.reason4j.reward.dense.label;

import org.jspecify.annotations.NullMarked;
