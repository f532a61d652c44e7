/** Debates: two sides and a judge. */
@NullMarked
package org.reason4j.agents.debate;

import org.jspecify.annotations.NullMarked;
