/** The coach: signs in the metrics of a run that nothing is being learned, and what to try. */
@NullMarked
package org.reason4j.core.host.track.coach;

import org.jspecify.annotations.NullMarked;
