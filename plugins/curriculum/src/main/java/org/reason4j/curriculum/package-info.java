/**
 * Curricula: which prompts a batch has.
 *
 * <p>Choose {@code no-positive-resampling} where an epoch is short enough to come to an end: prompts that the policy answers
 * nearly always have no gradient under advantages relative to a group, and cost rollouts. Leave it out where the dataset is
 * seen once.
 *
 * @see <a href="https://arxiv.org/abs/2510.13786">ScaleRL: no-positive-resampling</a>
 */
@NullMarked
package org.reason4j.curriculum;

import org.jspecify.annotations.NullMarked;
