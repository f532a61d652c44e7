/** Questions to a judge: their texts, the strict reading of answers, a cache, and what became of each. */
@NullMarked
package org.reason4j.reward.generative.judge;

import org.jspecify.annotations.NullMarked;
