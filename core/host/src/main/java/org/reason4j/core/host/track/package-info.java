/** Trackers: metrics, completions and progress of a run. */
@NullMarked
package org.reason4j.core.host.track;

import org.jspecify.annotations.NullMarked;
