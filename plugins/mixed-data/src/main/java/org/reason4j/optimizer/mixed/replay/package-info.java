/** Responses of earlier steps that are learned from again. */
@NullMarked
package org.reason4j.optimizer.mixed.replay;

import org.jspecify.annotations.NullMarked;
