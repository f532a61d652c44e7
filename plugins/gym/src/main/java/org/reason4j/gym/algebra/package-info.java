/** Problems about equations, polynomials and their integrals. */
@NullMarked
package org.reason4j.gym.algebra;

import org.jspecify.annotations.NullMarked;
