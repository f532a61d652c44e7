/**
 * Monte Carlo tree search: responses that are written where a search expects most.
 *
 * <p>{@code mcts} samples; {@code treerl} and {@code tree-edge} credit what it wrote, like every group that branches.
 *
 * @see <a href="https://arxiv.org/abs/2506.11902">TreeRL</a>
 * @see <a href="https://arxiv.org/abs/2406.03816">ReST-MCTS*</a>
 * @see <a href="https://arxiv.org/abs/2408.06195">rStar</a>
 */
@NullMarked
package org.reason4j.sampler.tree.search;

import org.jspecify.annotations.NullMarked;
