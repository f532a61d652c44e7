/** Form in place of truth. */
@NullMarked
package org.reason4j.reward.unsupervised.surrogate;

import org.jspecify.annotations.NullMarked;
