/** Prompts to scored groups: rollouts, streams of tokens, rewards and filters, until a step has enough. */
@NullMarked
package org.reason4j.core.trainer.experience;

import org.jspecify.annotations.NullMarked;
