/** Families of searches: sequences of moves that are played from a start, and must end where they should. */
@NullMarked
package org.reason4j.gym.search;

import org.jspecify.annotations.NullMarked;
