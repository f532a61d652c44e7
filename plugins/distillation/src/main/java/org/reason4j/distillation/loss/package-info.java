/** Distillation in the loss: one formula per class. */
@NullMarked
package org.reason4j.distillation.loss;

import org.jspecify.annotations.NullMarked;
