/** Immutable records that travel through a training step, in the order prompt, trajectory, score, credit, batch. */
@NullMarked
package org.reason4j.api.data;

import org.jspecify.annotations.NullMarked;
