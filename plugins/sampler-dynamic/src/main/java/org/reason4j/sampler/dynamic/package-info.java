/**
 * Filters that select the groups to learn from, after scoring.
 *
 * <p>Choose {@code dynamic-sampling} beside optimizers that compare responses within a group: without it, a step has
 * fewer and fewer groups with a gradient as the policy improves. Set {@code rollout.maxBatches} above 1, so that other
 * prompts replace those left out; DAPO allows 10. {@code accuracy-band} is stricter and keeps the middle.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 3.2: dynamic sampling</a>
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME: the band of accuracies</a>
 */
@NullMarked
package org.reason4j.sampler.dynamic;

import org.jspecify.annotations.NullMarked;
