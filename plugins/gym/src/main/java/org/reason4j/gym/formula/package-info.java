/** Formulas as people write them, parsed within bounds and worked out over whatever can be added and multiplied. */
@NullMarked
package org.reason4j.gym.formula;

import org.jspecify.annotations.NullMarked;
