/** The report of a run: one HTML file with its figures, samples and summary. */
@NullMarked
package org.reason4j.core.host.track.report;

import org.jspecify.annotations.NullMarked;
