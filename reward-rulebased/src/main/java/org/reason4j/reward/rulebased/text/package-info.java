/** Rules about texts that need no mathematics: answers in words, repetition, steps, lengths and languages. */
@NullMarked
package org.reason4j.reward.rulebased.text;

import org.jspecify.annotations.NullMarked;
