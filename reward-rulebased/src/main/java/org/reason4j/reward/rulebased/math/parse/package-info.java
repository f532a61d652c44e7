/** Answers as trees: what LaTeX and plain notation say, within a budget of steps, depth and time. */
@NullMarked
package org.reason4j.reward.rulebased.math.parse;

import org.jspecify.annotations.NullMarked;
