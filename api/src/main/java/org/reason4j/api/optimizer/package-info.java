/** Policy optimizers: what credit each token gets, and the loss that follows from it. */
@NullMarked
package org.reason4j.api.optimizer;

import org.jspecify.annotations.NullMarked;
