/**
 * Trees that grow by segments of tokens, and the credit of segments.
 *
 * <p>{@code treepo-rollout} and {@code spo-tree} sample, {@code treepo-advantage} and {@code spo-tree} credit; either sampler can be
 * combined with either credit, and both with those of {@link org.reason4j.sampler.tree}. {@link
 * org.reason4j.sampler.tree.segment.chain} credits the segments of single responses.
 *
 * @see <a href="https://arxiv.org/abs/2508.17445">TreePO</a>
 * @see <a href="https://arxiv.org/abs/2505.23564">Segment policy optimization</a>
 */
@NullMarked
package org.reason4j.sampler.tree.segment;

import org.jspecify.annotations.NullMarked;
