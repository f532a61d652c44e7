/** Scores of responses by a rubric: criteria with weights, or one rating. */
@NullMarked
package org.reason4j.reward.generative.rubric;

import org.jspecify.annotations.NullMarked;
