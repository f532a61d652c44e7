/** The order of events in a run: the training loop and its collaborators. No formula of a technique lives here. */
@NullMarked
package org.reason4j.core.trainer;

import org.jspecify.annotations.NullMarked;
