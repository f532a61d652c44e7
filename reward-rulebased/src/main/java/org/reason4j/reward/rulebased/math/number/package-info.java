/** Values of formulas: fractions exactly, all others to 60 digits with a bound on the error, variables at seeded points. */
@NullMarked
package org.reason4j.reward.rulebased.math.number;

import org.jspecify.annotations.NullMarked;
