/** Problems about angles and triangles. */
@NullMarked
package org.reason4j.gym.geometry;

import org.jspecify.annotations.NullMarked;
