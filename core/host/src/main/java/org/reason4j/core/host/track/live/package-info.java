/** Runs that are looked at while they go on, or beside each other. */
@NullMarked
package org.reason4j.core.host.track.live;

import org.jspecify.annotations.NullMarked;
