/**
 * Keeps the policy near a reference policy by a penalty on the Kullback-Leibler divergence between them.
 *
 * <p>Choose it when rewards can be gamed, or when the model must keep its earlier abilities; omit it when a verifier
 * cannot be gamed and the policy should move far (DAPO, Open-Reasoner-Zero). In the loss, prefer {@code K2} or {@code
 * K3_PLUS}, whose gradient is that of the divergence; in the reward, prefer {@code K1}.
 *
 * <p>In a long run a frozen reference ends up far behind, and the penalty holds the policy where it is. {@code ref-reset} and
 * {@code ref-ema} bring the reference after it.
 *
 * @see <a href="http://joschu.net/blog/kl-approx.html">Approximating KL divergence: the estimators</a>
 * @see <a href="https://arxiv.org/abs/2402.03300">DeepSeekMath, equation 4: k3 in the loss</a>
 * @see <a href="https://arxiv.org/abs/1909.08593">Fine-tuning language models from human preferences: in the reward,
 *     with an adaptive coefficient</a>
 */
@NullMarked
package org.reason4j.regularizer.kl;

import org.jspecify.annotations.NullMarked;
