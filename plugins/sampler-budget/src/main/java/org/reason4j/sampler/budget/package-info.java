/**
 * Budgets of tokens, and sampling parameters that change over a run.
 *
 * <p>Choose {@code length-interruption} for policies that think between tags and, left alone, think until their response is
 * cut off: a response without an answer teaches nothing about answers. Leave it out where responses end by themselves. {@code
 * budget-forcing} also makes thinking longer; it shows what a policy does with more or fewer tokens.
 *
 * <p>{@code length-stages} and {@code temperature-stages} go with any sampler. Choose the first where responses grow long in
 * training, the second where they become all alike; leave both out of short runs.
 *
 * @see <a href="https://arxiv.org/abs/2510.13786">ScaleRL: forced length interruptions</a>
 * @see <a href="https://arxiv.org/abs/2501.19393">s1: budget forcing</a>
 */
@NullMarked
package org.reason4j.sampler.budget;

import org.jspecify.annotations.NullMarked;
