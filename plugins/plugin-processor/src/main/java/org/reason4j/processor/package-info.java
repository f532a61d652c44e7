/** Puts the Javadoc of settings and components into the jar that holds them, for {@code reason4j plugins describe}. */
@NullMarked
package org.reason4j.processor;

import org.jspecify.annotations.NullMarked;
