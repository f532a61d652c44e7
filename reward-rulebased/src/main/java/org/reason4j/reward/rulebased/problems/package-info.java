/**
 * Generated problems whose answers a rule can check: chains of additions, worked-out additions to be judged, products
 * that need a calculator, and the numbers game countdown.
 *
 * <p>Choose them to try a recipe without data, or to measure with problems that no model has seen. A problem depends on
 * the seed and its index alone. One problem in eight is held out, whatever the seed, so training and held-out sets are
 * disjoint.
 *
 * @see <a href="https://github.com/Jiayi-Pan/TinyZero">TinyZero: countdown as a task for reinforcement learning</a>
 * @see <a href="https://arxiv.org/abs/2112.00114">Scratchpads: long addition, written out</a>
 */
@NullMarked
package org.reason4j.reward.rulebased.problems;

import org.jspecify.annotations.NullMarked;
