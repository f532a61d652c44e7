/** Families on boards: queens, stones, cells that live and die, cards, a cube that is rolled. */
@NullMarked
package org.reason4j.gym.board;

import org.jspecify.annotations.NullMarked;
