/** Watching a run; never steering it. */
@NullMarked
package org.reason4j.api.track;

import org.jspecify.annotations.NullMarked;
