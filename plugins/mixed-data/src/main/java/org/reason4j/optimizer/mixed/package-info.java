/**
 * Learning from responses that the policy did not sample for the step.
 *
 * <p>Choose a replay where samples are dear or right ones are rare: {@code rlep} for right responses to the same prompt, {@code
 * exgrpo} for prompts that are solved now and then, {@code replay} for whole groups once more. Choose demonstrations where the
 * policy solves too little to learn from itself: the sampler {@code demonstrations} with the optimizer {@code luffy} (one group
 * of both), {@code hpt} (a gate per prompt), {@code chord} (two losses and a share that follows the step) or {@code srft} (both
 * losses, weighted by entropy); or {@code uft}, hints that fade. {@code echo} also learns what an environment says.
 *
 * <p>Choose none where the policy solves most prompts already: what others wrote pulls it away from what it can do. A text that
 * is imitated alone belongs into the recipe's {@code supervised} stage.
 */
@NullMarked
package org.reason4j.optimizer.mixed;

import org.jspecify.annotations.NullMarked;
