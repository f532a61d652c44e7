/**
 * Rewards that are exact rules: a text and the right answer in, a number out.
 *
 * <p>Choose them wherever an answer can be checked: they cost nothing, can't be argued with and always judge alike.
 * Start with {@code numeric-answer} or {@code math-equivalence} for correctness, and add a format reward with a small
 * weight while the policy still has to learn where its answer belongs. {@code gsm8k}, {@code dapo-math} and
 * {@code countdown} repeat the rules of the systems they are named after.
 *
 * <p>A response without a readable answer is wrong, and gets its rule's lowest value; it is never a failure. Rules read
 * their text in time that grows linearly with its length. The one exception is a pattern of the user's, which stops when
 * the deadline interrupts it.
 *
 * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1: accuracy and format rewards</a>
 * @see <a href="https://arxiv.org/abs/2103.03874">MATH: boxed answers and their normal form</a>
 */
@NullMarked
package org.reason4j.reward.rulebased;

import org.jspecify.annotations.NullMarked;
