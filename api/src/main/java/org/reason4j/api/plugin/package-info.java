/** How a jar announces what it offers. */
@NullMarked
package org.reason4j.api.plugin;

import org.jspecify.annotations.NullMarked;
