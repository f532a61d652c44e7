/**
 * What a step learns from, of all that it samples: filters of scored groups, and samplers that spend rollouts on prompts by what
 * their first responses show.
 *
 * <p>Choose {@code dynamic-sampling} beside optimizers that compare responses within a group: without it, a step has
 * fewer and fewer groups with a gradient as the policy improves. Set {@code rollout.maxBatches} above 1, so that other
 * prompts replace those left out; DAPO allows 10, and samples three times as many prompts as it needs ({@code
 * rollout.overSampling}). {@code accuracy-band} is stricter and keeps the middle. {@code pods} and {@code gfpo} keep a part of a
 * large group, where updates cost more than rollouts; {@code response-filter} leaves out responses that are no examples for
 * anything. {@code speed} and {@code rollout-allocation} save rollouts, where these cost more than anything else.
 *
 * <p>Leave out all of them where groups are small and every response counts.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 3.2: dynamic sampling</a>
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME: the band of accuracies</a>
 * @see <a href="https://arxiv.org/abs/2504.13818">PODS: down-sampling by variance</a>
 * @see <a href="https://arxiv.org/abs/2508.09726">GFPO: group filtering</a>
 * @see <a href="https://arxiv.org/abs/2506.09016">SPEED: screening</a>
 * @see <a href="https://arxiv.org/abs/2505.18573">E3: allocation of rollouts</a>
 */
@NullMarked
package org.reason4j.sampler.dynamic;

import org.jspecify.annotations.NullMarked;
