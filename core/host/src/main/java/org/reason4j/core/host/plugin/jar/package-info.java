/** Jars of plugins before a class of them runs: where they are, what they say about themselves, and what is wrong with them. */
@NullMarked
package org.reason4j.core.host.plugin.jar;

import org.jspecify.annotations.NullMarked;
