/** Families of puzzles with numbers: a target, a sum of words, grids to be filled. */
@NullMarked
package org.reason4j.gym.puzzle;

import org.jspecify.annotations.NullMarked;
