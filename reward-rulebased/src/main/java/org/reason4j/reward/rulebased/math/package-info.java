/**
 * The reward {@code math}: two answers are equal if they are the same in value, however they are spelled.
 *
 * <p>A text becomes a tree ({@code parse}), formulas get values ({@code number}), and {@link
 * org.reason4j.reward.rulebased.math.Comparison} goes through both trees.
 */
@NullMarked
package org.reason4j.reward.rulebased.math;

import org.jspecify.annotations.NullMarked;
