/** Problems of everyday life: dates, times, dice, coins, legs and families. */
@NullMarked
package org.reason4j.gym.everyday;

import org.jspecify.annotations.NullMarked;
