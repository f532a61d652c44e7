/** Policy losses; each record is the settings and the formula of one. */
@NullMarked
package org.reason4j.optimizer.grpo.loss;

import org.jspecify.annotations.NullMarked;
