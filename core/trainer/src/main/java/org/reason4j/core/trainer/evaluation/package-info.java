/** Formulas of measurement: pass@k, maj@k and their standard error. */
@NullMarked
package org.reason4j.core.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
