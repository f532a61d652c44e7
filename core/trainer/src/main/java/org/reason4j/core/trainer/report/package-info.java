/** The events of a step as its observers see them: the metrics of a step, the experience that it is made of, the trackers. */
@NullMarked
package org.reason4j.core.trainer.report;

import org.jspecify.annotations.NullMarked;
