/** Games that are played within a step: matches, who plays them, and what their end is worth. */
@NullMarked
package org.reason4j.agents.play;

import org.jspecify.annotations.NullMarked;
