/** Terms added to the loss or taken from the reward. */
@NullMarked
package org.reason4j.api.regularizer;

import org.jspecify.annotations.NullMarked;
