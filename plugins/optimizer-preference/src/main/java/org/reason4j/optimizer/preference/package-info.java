/**
 * Policies that learn from preferences: which of two responses is better, or whether one is good.
 *
 * <p>Choose {@code dpo} or {@code ipo} for pairs that are given, {@code kto} for single responses with a label, and {@code
 * online-dpo} where the policy's own responses can be ranked. Where a rule checks answers, a policy gradient uses every response
 * of a group instead of two of them.
 *
 * @see <a href="https://arxiv.org/abs/2305.18290">Direct preference optimization</a>
 * @see <a href="https://arxiv.org/abs/2310.12036">A general theoretical paradigm to understand learning from human preferences: IPO</a>
 * @see <a href="https://arxiv.org/abs/2402.01306">KTO: model alignment as prospect theoretic optimization</a>
 * @see <a href="https://arxiv.org/abs/2402.04792">Direct language model alignment from online AI feedback: online DPO</a>
 */
@NullMarked
package org.reason4j.optimizer.preference;

import org.jspecify.annotations.NullMarked;
