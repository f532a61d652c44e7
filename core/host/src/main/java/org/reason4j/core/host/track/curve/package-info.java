/** Curves of metrics over steps, drawn as SVG. */
@NullMarked
package org.reason4j.core.host.track.curve;

import org.jspecify.annotations.NullMarked;
