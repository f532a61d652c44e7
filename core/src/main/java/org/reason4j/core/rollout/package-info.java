/** Writing responses: decoding in slots, randomness without state, and the sampler of plain groups. */
@NullMarked
package org.reason4j.core.rollout;

import org.jspecify.annotations.NullMarked;
