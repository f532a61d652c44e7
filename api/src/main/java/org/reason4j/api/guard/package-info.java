/** Guards: what watches a run for signs that it goes wrong. */
@NullMarked
package org.reason4j.api.guard;

import org.jspecify.annotations.NullMarked;
