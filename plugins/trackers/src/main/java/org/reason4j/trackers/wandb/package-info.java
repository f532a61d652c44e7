/** Offline runs of Weights and Biases, which {@code wandb sync} uploads. */
@NullMarked
package org.reason4j.trackers.wandb;

import org.jspecify.annotations.NullMarked;
