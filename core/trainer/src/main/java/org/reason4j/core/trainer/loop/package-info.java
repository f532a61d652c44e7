/** The order of events of a step. No formula of a technique is here. */
@NullMarked
package org.reason4j.core.trainer.loop;

import org.jspecify.annotations.NullMarked;
