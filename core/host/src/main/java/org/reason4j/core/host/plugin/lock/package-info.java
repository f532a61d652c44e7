/** Which plugins a recipe uses, as files say it: version, hash, coordinates. */
@NullMarked
package org.reason4j.core.host.plugin.lock;

import org.jspecify.annotations.NullMarked;
