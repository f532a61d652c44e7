/** Servers: their processes and connections, of which each serves one call at a time. */
@NullMarked
package org.reason4j.environment.mcp.server;

import org.jspecify.annotations.NullMarked;
