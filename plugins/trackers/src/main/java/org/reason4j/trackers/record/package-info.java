/** What trackers have in common: the recipe's settings, files in the run's directory. */
@NullMarked
package org.reason4j.trackers.record;

import org.jspecify.annotations.NullMarked;
