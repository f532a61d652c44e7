/** Rewards that carry no truth: what a run with a real one is compared with. */
@NullMarked
package org.reason4j.reward.unsupervised.control;

import org.jspecify.annotations.NullMarked;
