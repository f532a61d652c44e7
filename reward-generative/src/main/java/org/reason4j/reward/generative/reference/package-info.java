/**
 * Rewards by the probability that the policy itself gives to the reference answer after its own reasoning: no verifier is asked.
 *
 * <p>Choose {@code rlpr} where answers are free texts that no rule compares, {@code verifree} where they are short and there is one
 * right string. Both ask the policy, so that a policy that is sure of the reference without reasoning learns nothing.
 *
 * @see <a href="https://arxiv.org/abs/2506.18254">RLPR: extrapolating RLVR to general domains without verifiers</a>
 * @see <a href="https://arxiv.org/abs/2505.21493">VeriFree: reinforcing general reasoning without verifiers</a>
 */
@NullMarked
package org.reason4j.reward.generative.reference;

import org.jspecify.annotations.NullMarked;
