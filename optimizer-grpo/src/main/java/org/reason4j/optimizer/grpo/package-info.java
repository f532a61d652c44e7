/**
 * Policy gradients without a critic. The baseline of a response comes from its siblings, from the greedy response or
 * from all responses of the step, so no value model is needed.
 *
 * <p>Choose {@code grpo} for verifiable rewards and groups of four or more; it is the starting point of most reasoning
 * recipes, and its presets cover Dr. GRPO and DAPO's objective. Groups whose responses are all right, or all wrong,
 * give no gradient: the filter {@code dynamic-sampling} skips such groups. {@code gspo} clips whole responses and suits
 * mixtures of experts and long responses; {@code gmpo} tames single tokens with extreme ratios; {@code cispo} keeps the
 * gradient of all tokens over many updates per step. {@code rloo}, {@code reinforce-pp}, {@code reinforce-pp-baseline}
 * and {@code remax} need few responses per prompt: two, one, two, and one with a greedy one.
 *
 * <p>Several rewards on different scales: {@code gdpo}. Hard prompts that are seldom solved: {@code max-rl} and {@code
 * difficulty-weighted}. A policy that is sampled several times in use: {@code pass-at-k} and {@code best-minus-second}.
 * Exact on-policy steps: {@code opo}, {@code gpg} and plain {@code reinforce}. {@code lite-ppo}, {@code krpo}, {@code
 * optimal-token-baseline}, {@code gtpo} and {@code grpo-s} differ in the baseline or in how a reward is shared out.
 *
 * <p>An optimizer is an {@linkplain org.reason4j.optimizer.grpo.advantage advantage}, a {@linkplain
 * org.reason4j.optimizer.grpo.loss loss}, one formula per class, and an aggregation. {@code policy-gradient} takes any of
 * them; what has no meaning together is refused.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">DeepSeekMath: GRPO</a>
 * @see <a href="https://arxiv.org/abs/2503.20783">Understanding R1-Zero-Like Training: Dr. GRPO</a>
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO: separate clip bounds and the token mean</a>
 */
@NullMarked
package org.reason4j.optimizer.grpo;

import org.jspecify.annotations.NullMarked;
