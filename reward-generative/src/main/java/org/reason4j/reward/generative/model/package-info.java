/**
 * Trained reward models: a model with a scalar head that was trained from pairs of responses, frozen or learning beside the
 * policy.
 *
 * <p>A reward model knows what it was shown. The further a policy moves from there, the less its score says: keep an exact rule
 * beside it where there is one, as the measuring reward, and in the reward by the shaper {@code rm-shaped}.
 */
@NullMarked
package org.reason4j.reward.generative.model;

import org.jspecify.annotations.NullMarked;
