/** Distillation in the advantages: the gap between student and teacher at the sampled tokens. */
@NullMarked
package org.reason4j.distillation.credit;

import org.jspecify.annotations.NullMarked;
