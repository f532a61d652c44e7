/**
 * Rewards that need no labels: agreement among responses, the policy's own confidence, tasks that it sets itself, plain text,
 * and controls.
 *
 * <p>Choose {@code majority-vote} where answers can be compared and the policy is right more often than it is wrong in
 * any one way: it raises the probability of the policy's most frequent answer, right or not. Choose {@code
 * self-certainty} or {@code negative-entropy} where answers can't be compared; a policy that is confident of nonsense
 * maximises both, so watch held-out accuracy and stop early. {@code random} carries no signal: the gain of a run with
 * it is the gain of any run on the same model.
 *
 * <p>Most of them cannot measure held-out problems; {@code evaluation.reward} must name a reward that can.
 *
 * @see <a href="https://arxiv.org/abs/2504.16084">TTRL: a majority vote as the label</a>
 * @see <a href="https://arxiv.org/abs/2505.19590">Intuitor: self-certainty as the reward</a>
 * @see <a href="https://arxiv.org/abs/2505.22660">RENT: negative entropy as the reward</a>
 * @see <a href="https://arxiv.org/abs/2506.10947">Spurious Rewards: what random rewards teach</a>
 */
@NullMarked
package org.reason4j.reward.unsupervised;

import org.jspecify.annotations.NullMarked;
