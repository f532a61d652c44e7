/**
 * Rewards that a language model gives: it reads the question, the response and a rubric, and writes a verdict.
 *
 * <p>Choose them where no exact rule can tell a good response from a bad one: open questions, style, reasoning that must
 * be read. A judge errs and can be gamed, so keep a rule beside it where there is one, and look at samples. A rubric with
 * criteria that can be answered with yes or no is steadier than one overall rating.
 *
 * <p>A verdict is read strictly: exactly one {@code <verdict>} tag with exactly what was asked for. What can't be read is
 * unscorable, what a server does not answer whole is a failure; neither is ever a number. Judgements are kept on the disk,
 * so that a resumed run does not pay for them twice.
 *
 * @see <a href="https://arxiv.org/abs/2507.17746">Rubrics as Rewards: explicit and implicit aggregation</a>
 * @see <a href="https://arxiv.org/abs/2401.10020">Self-Rewarding Language Models: the policy as its own judge</a>
 * @see <a href="https://arxiv.org/abs/2408.15240">Generative Verifiers: several judgements, one vote</a>
 */
@NullMarked
package org.reason4j.reward.generative;

import org.jspecify.annotations.NullMarked;
