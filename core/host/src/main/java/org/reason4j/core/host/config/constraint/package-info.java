/** Annotations that bound a setting: the kind of a component, the words allowed, the interval of a number. */
@NullMarked
package org.reason4j.core.host.config.constraint;

import org.jspecify.annotations.NullMarked;
