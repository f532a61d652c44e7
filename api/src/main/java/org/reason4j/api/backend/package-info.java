/** Writing rollouts elsewhere: in another process, on a server, on a cluster. */
@NullMarked
package org.reason4j.api.backend;

import org.jspecify.annotations.NullMarked;
