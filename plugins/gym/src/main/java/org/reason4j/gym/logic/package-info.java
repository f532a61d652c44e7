/** Families of logic: truth tables, categorical propositions, puzzles of clues, relatives. */
@NullMarked
package org.reason4j.gym.logic;

import org.jspecify.annotations.NullMarked;
