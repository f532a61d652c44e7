/** YAML as trees of values that know where they were written. */
@NullMarked
package org.reason4j.core.host.config.tree;

import org.jspecify.annotations.NullMarked;
