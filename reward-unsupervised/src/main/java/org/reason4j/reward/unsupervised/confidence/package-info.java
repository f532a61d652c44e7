/** Rewards and a loss of the policy's own confidence. */
@NullMarked
package org.reason4j.reward.unsupervised.confidence;

import org.jspecify.annotations.NullMarked;
