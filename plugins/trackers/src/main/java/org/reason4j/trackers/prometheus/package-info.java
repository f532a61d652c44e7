/** Metrics for Prometheus, in its text format 0.0.4. */
@NullMarked
package org.reason4j.trackers.prometheus;

import org.jspecify.annotations.NullMarked;
