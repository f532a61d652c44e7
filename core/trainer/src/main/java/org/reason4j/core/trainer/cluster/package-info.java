/** Rollouts, rewards and gradients in worker processes: what a run sends, what a worker does with it, workers in this process. */
@NullMarked
package org.reason4j.core.trainer.cluster;

import org.jspecify.annotations.NullMarked;
