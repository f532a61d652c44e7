/** Settings records: their components and defaults, and values of a recipe as instances of them. */
@NullMarked
package org.reason4j.core.host.config.binding;

import org.jspecify.annotations.NullMarked;
