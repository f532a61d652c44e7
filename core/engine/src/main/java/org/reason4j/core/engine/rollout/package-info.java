/** Writing responses: decoding in slots, randomness without state, and the sampler of plain groups. */
@NullMarked
package org.reason4j.core.engine.rollout;

import org.jspecify.annotations.NullMarked;
