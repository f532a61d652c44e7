/** Calls that may never return, ended at a deadline. */
@NullMarked
package org.reason4j.core.engine.deadline;

import org.jspecify.annotations.NullMarked;
