/**
 * Curricula: which prompts a batch has.
 *
 * <p>Choose {@code no-positive-resampling} where an epoch is short enough to come to an end: prompts that the policy answers
 * nearly always have no gradient under advantages relative to a group, and cost rollouts. {@code pass-rate-band} keeps to
 * prompts that are solved now and then. {@code adarft} needs to know how hard examples are, and finds by itself how hard they should
 * be; {@code e2h-cosine} and its relatives move from easy to hard by a plan.
 *
 * <p>Leave them out where the dataset is seen once and its difficulty is even: a choice that is not random leaves something out.
 *
 * @see <a href="https://arxiv.org/abs/2510.13786">ScaleRL: no-positive-resampling</a>
 * @see <a href="https://arxiv.org/abs/2504.05520">AdaRFT: a target of difficulty</a>
 * @see <a href="https://arxiv.org/abs/2506.06632">E2H Reasoner: from easy to hard</a>
 */
@NullMarked
package org.reason4j.curriculum;

import org.jspecify.annotations.NullMarked;
