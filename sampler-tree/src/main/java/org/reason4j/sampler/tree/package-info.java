/**
 * Responses that branch: a sampler that grows trees at tokens of large surprisal, and the credit of their nodes.
 *
 * <p>{@code eptree} and {@code mcts} sample, {@code treerl} and {@code tree-edge} credit; each can be combined with another partner. Choose them where a
 * single wrong step decides a response: the leaves below a fork estimate the value of the segment before it, without a
 * process reward model. A prefix that leaves share is computed and learned once.
 *
 * @see <a href="https://arxiv.org/abs/2506.11902">TreeRL: LLM reinforcement learning with on-policy tree search</a>
 */
@NullMarked
package org.reason4j.sampler.tree;

import org.jspecify.annotations.NullMarked;
