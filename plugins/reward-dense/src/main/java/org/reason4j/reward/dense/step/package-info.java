/** Steps of responses: their boundaries, their values by continuations, and numbers on their tokens. */
@NullMarked
package org.reason4j.reward.dense.step;

import org.jspecify.annotations.NullMarked;
