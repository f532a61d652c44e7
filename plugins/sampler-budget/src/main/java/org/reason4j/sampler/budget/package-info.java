/**
 * Samplers that give thinking a budget of tokens.
 *
 * <p>Choose {@code length-interruption} for policies that think between tags and, left alone, think until their response is
 * cut off: a response without an answer teaches nothing about answers. Leave it out where responses end by themselves.
 *
 * @see <a href="https://arxiv.org/abs/2510.13786">ScaleRL: forced length interruptions</a>
 */
@NullMarked
package org.reason4j.sampler.budget;

import org.jspecify.annotations.NullMarked;
