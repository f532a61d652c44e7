/** Families about grids and matrices: regions, distances, turns, pools, drawn rectangles. */
@NullMarked
package org.reason4j.gym.grid;

import org.jspecify.annotations.NullMarked;
