/** Plugins from Maven repositories: resolved, checked, put into a plugin directory and removed from it. */
@NullMarked
package org.reason4j.installer;

import org.jspecify.annotations.NullMarked;
