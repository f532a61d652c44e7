/** Calls that may never return, ended at a deadline; faults of foreign code, made printable. */
@NullMarked
package org.reason4j.core.engine.deadline;

import org.jspecify.annotations.NullMarked;
