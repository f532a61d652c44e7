/** Responses that others wrote, and the losses that learn from them beside the policy's own. */
@NullMarked
package org.reason4j.optimizer.mixed.demonstration;

import org.jspecify.annotations.NullMarked;
