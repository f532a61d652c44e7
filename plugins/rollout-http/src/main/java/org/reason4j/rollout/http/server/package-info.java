/** Calls of one server, and what can be wrong with them. */
@NullMarked
package org.reason4j.rollout.http.server;

import org.jspecify.annotations.NullMarked;
