package org.reason4j.environment.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import org.reason4j.environment.mcp.server.ServerPool;

/**
 * A tool of a server, as the policy sees it.
 *
 * @param about what it does, in the server's words, on one line
 * @param arguments its name in calls, and the schema of its arguments
 * @param server the server that answers
 */
record OfferedTool(String about, Arguments arguments, ServerPool server) {

    static OfferedTool of(McpSchema.Tool tool, ServerPool server) {
        String about = tool.description() == null
                ? ""
                : tool.description().replaceAll("\\s+", " ").strip();
        Map<String, Object> schema = tool.inputSchema() == null ? Map.of() : tool.inputSchema();
        return new OfferedTool(about, new Arguments(tool.name(), schema), server);
    }

    /** A line for the policy: name, purpose, and the schema of the arguments. */
    String described() {
        return arguments.tool() + (about.isEmpty() ? "" : ": " + about) + " Arguments: "
                + Json.write(arguments.schema());
    }
}
