/** Problems about whole numbers: sums, divisors, digits. */
@NullMarked
package org.reason4j.gym.arithmetic;

import org.jspecify.annotations.NullMarked;
