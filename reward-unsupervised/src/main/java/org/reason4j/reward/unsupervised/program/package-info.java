/** A small language of programs: exact, deterministic and bounded, so that a task in it has one right answer. */
@NullMarked
package org.reason4j.reward.unsupervised.program;

import org.jspecify.annotations.NullMarked;
