/** Families about strings that rules change: rewriting, palindromes, reactions, machines. */
@NullMarked
package org.reason4j.gym.rewriting;

import org.jspecify.annotations.NullMarked;
