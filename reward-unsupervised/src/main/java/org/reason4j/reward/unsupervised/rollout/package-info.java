/** What samplers of this plugin ask the policy. */
@NullMarked
package org.reason4j.reward.unsupervised.rollout;

import org.jspecify.annotations.NullMarked;
