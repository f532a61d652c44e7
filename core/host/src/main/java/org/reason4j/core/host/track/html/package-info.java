/** Pages made of fragments, in which text is never markup. */
@NullMarked
package org.reason4j.core.host.track.html;

import org.jspecify.annotations.NullMarked;
