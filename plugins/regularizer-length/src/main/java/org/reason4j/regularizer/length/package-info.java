/**
 * Keeps responses from growing to the length limit.
 *
 * <p>Choose {@code soft-overlong} to allow long reasoning but discourage truncation; choose {@code overlong-filter}
 * where many responses are truncated and their penalty would dominate the signal of the others. Both are parts of DAPO.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 3.4</a>
 */
@NullMarked
package org.reason4j.regularizer.length;

import org.jspecify.annotations.NullMarked;
