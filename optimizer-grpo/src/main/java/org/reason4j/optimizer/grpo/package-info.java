/**
 * Group relative policy optimization: a response is as good as it is better than its siblings, the other responses to
 * the same prompt, so no value model is needed.
 *
 * <p>Choose it for verifiable rewards and groups of four or more; it is the starting point of most reasoning recipes.
 * Where a whole group is right, or wrong, it learns nothing from that group: a sampler that skips such groups pairs well
 * with it. Settings and presets cover GRPO, Dr. GRPO, DAPO's objective, dual clip and the two-sided clip.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">DeepSeekMath: GRPO</a>
 * @see <a href="https://arxiv.org/abs/2503.20783">Understanding R1-Zero-Like Training: Dr. GRPO</a>
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO: separate clip bounds and the token mean</a>
 */
@NullMarked
package org.reason4j.optimizer.grpo;

import org.jspecify.annotations.NullMarked;
