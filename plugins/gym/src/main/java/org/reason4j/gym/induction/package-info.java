/** Families about rules to be found from examples: sequences, lists, rows of cells. */
@NullMarked
package org.reason4j.gym.induction;

import org.jspecify.annotations.NullMarked;
