/**
 * Rewards by a language model that reads the question, the response and a rubric, and writes a verdict.
 *
 * <p>Choose them where no exact rule separates good from bad responses: open questions, style, quality of reasoning. A
 * judge errs and can be gamed, so combine it with a rule where one exists, and look at samples. A rubric with criteria
 * that can be answered with yes or no has less variance than one overall rating.
 *
 * <p>A verdict is read strictly: exactly one {@code <verdict>} tag with a value of the required form. An unreadable
 * verdict is unscorable and an incomplete answer is a failure; neither is ever a number. Judgments are cached on the
 * disk, so that a resumed run does not pay for them twice.
 *
 * @see <a href="https://arxiv.org/abs/2507.17746">Rubrics as Rewards: explicit and implicit aggregation</a>
 * @see <a href="https://arxiv.org/abs/2401.10020">Self-Rewarding Language Models: the policy as its own judge</a>
 * @see <a href="https://arxiv.org/abs/2408.15240">Generative Verifiers: several judgements, one vote</a>
 */
@NullMarked
package org.reason4j.reward.generative;

import org.jspecify.annotations.NullMarked;
