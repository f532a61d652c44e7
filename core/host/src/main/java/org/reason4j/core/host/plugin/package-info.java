/** Finding plugins, knowing what they offer, and building it. */
@NullMarked
package org.reason4j.core.host.plugin;

import org.jspecify.annotations.NullMarked;
