/** Families about words and letters: spelling, sorting, counting, ciphers, anagrams. */
@NullMarked
package org.reason4j.gym.text;

import org.jspecify.annotations.NullMarked;
