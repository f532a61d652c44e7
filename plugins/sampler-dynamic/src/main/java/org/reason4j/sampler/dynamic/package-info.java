/**
 * Filters that decide, once responses are scored, which groups are worth learning from.
 *
 * <p>Choose {@code dynamic-sampling} beside optimizers that compare responses within a group: without it, a step has fewer
 * and fewer groups that teach anything as the policy gets better. Set {@code rollout.maxBatches} above 1, so that other
 * prompts take the place of those left out; DAPO allows 10. {@code accuracy-band} is stricter and keeps the middle.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 3.2: dynamic sampling</a>
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME: the band of accuracies</a>
 */
@NullMarked
package org.reason4j.sampler.dynamic;

import org.jspecify.annotations.NullMarked;
