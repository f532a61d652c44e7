/**
 * Keeps responses from growing to the length limit.
 *
 * <p>Choose {@code soft-overlong} where long reasoning is wanted but being cut off is not; {@code overlong-filter} where
 * truncated responses are many and their punishment would drown the signal of the others. Both are parts of DAPO.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 3.4</a>
 */
@NullMarked
package org.reason4j.regularizer.length;

import org.jspecify.annotations.NullMarked;
