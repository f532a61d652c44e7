/** Language models that learn beside the policy: what they are asked, and how others ask them. */
@NullMarked
package org.reason4j.core.trainer.beside;

import org.jspecify.annotations.NullMarked;
