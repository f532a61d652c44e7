/** Response tokens that the policy did not sample and still learns to predict: hints, and what an environment said. */
@NullMarked
package org.reason4j.optimizer.mixed.observation;

import org.jspecify.annotations.NullMarked;
