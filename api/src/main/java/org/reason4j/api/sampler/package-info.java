/** Sampling: prompts become groups of trajectories. */
@NullMarked
package org.reason4j.api.sampler;

import org.jspecify.annotations.NullMarked;
