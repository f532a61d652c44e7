/** Responses that are written in parts, between which the weights may change. */
@NullMarked
package org.reason4j.core.engine.rollout.partial;

import org.jspecify.annotations.NullMarked;
