/**
 * Responses that branch: a sampler that grows trees where the policy was surprised by itself, and the credit that their
 * forks make possible.
 *
 * <p>{@code eptree} samples, {@code treerl} credits; either works with another partner. Choose them where one wrong turn
 * decides a response: the leaves below a fork say what the segment before it was worth, without a process reward model. A
 * beginning that leaves share is computed and learned once.
 *
 * @see <a href="https://arxiv.org/abs/2506.11902">TreeRL: LLM reinforcement learning with on-policy tree search</a>
 */
@NullMarked
package org.reason4j.sampler.tree;

import org.jspecify.annotations.NullMarked;
