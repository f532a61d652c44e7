/** What core offers under a name, like any plugin. */
@NullMarked
package org.reason4j.core;

import org.jspecify.annotations.NullMarked;
