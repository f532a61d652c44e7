/**
 * Credit of single turns of a response in an environment: from rewards of turns, or derived from the outcome.
 *
 * @see <a href="https://arxiv.org/abs/2505.11821">MT-GRPO: reinforcing multi-turn reasoning by turn-level reward design</a>
 * @see <a href="https://arxiv.org/abs/2505.10978">GiGPO: group-in-group policy optimization for LLM agents</a>
 */
@NullMarked
package org.reason4j.reward.dense.turn;

import org.jspecify.annotations.NullMarked;
