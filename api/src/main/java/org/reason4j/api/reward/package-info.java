/** The judgement of a group of trajectories. */
@NullMarked
package org.reason4j.api.reward;

import org.jspecify.annotations.NullMarked;
