/** Measurement on held-out problems: pass@k, maj@k and their standard error, before, during and after training. */
@NullMarked
package org.reason4j.core.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
