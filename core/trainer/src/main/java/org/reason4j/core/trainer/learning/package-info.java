/** Credits to updates of the weights: mini-batches, passes of the policy, losses, update rules, models beside the policy. */
@NullMarked
package org.reason4j.core.trainer.learning;

import org.jspecify.annotations.NullMarked;
