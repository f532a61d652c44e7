/** Several replicas as one backend: which of them writes, and what follows when one does not. */
@NullMarked
package org.reason4j.rollout.http.fleet;

import org.jspecify.annotations.NullMarked;
