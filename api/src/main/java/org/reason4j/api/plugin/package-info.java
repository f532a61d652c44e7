/** Announcement of a jar's components. */
@NullMarked
package org.reason4j.api.plugin;

import org.jspecify.annotations.NullMarked;
