/** Problems about fractions, decimal and complex numbers, and lists of numbers. */
@NullMarked
package org.reason4j.gym.number;

import org.jspecify.annotations.NullMarked;
