/** Scores of responses by comparing them with each other, or with a reference answer. */
@NullMarked
package org.reason4j.reward.generative.pairwise;

import org.jspecify.annotations.NullMarked;
