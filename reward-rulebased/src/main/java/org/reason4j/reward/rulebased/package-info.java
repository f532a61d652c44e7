/**
 * Rewards that are exact rules: a text and the right answer in, a number out.
 *
 * <p>Choose them wherever an answer can be checked: they are fast, exact and deterministic. Start with {@code
 * numeric-answer} or {@code math} for correctness, and add a format reward with a small weight while the
 * policy still has to learn where its answer belongs. {@code gsm8k}, {@code dapo-math} and {@code countdown} reproduce
 * the rules of the systems they are named after.
 *
 * <p>A response without a readable answer is wrong, and gets its rule's lowest value; it is never a failure. Rules run
 * in time linear in the text's length. The only exception is a pattern from the recipe, which is interrupted at the
 * deadline.
 *
 * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1: accuracy and format rewards</a>
 * @see <a href="https://arxiv.org/abs/2103.03874">MATH: boxed answers and their normal form</a>
 */
@NullMarked
package org.reason4j.reward.rulebased;

import org.jspecify.annotations.NullMarked;
