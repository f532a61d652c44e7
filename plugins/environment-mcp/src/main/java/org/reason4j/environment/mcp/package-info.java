/**
 * Tools of servers that speak the Model Context Protocol: the policy writes a call, reads the result and goes on.
 *
 * <p>Choose the environment {@code mcp} where the tools are there already, as MCP servers. A tool that is written for
 * reason4j is simpler as a program of the environment {@code tools}.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-06-18">Model Context Protocol</a>
 */
@NullMarked
package org.reason4j.environment.mcp;

import org.jspecify.annotations.NullMarked;
