/** Commands of the first hour, a recipe to begin with and two steps of one; and what goes on from a run that ended. */
@NullMarked
package org.reason4j.cli.start;

import org.jspecify.annotations.NullMarked;
