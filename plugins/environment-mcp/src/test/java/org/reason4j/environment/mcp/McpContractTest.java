package org.reason4j.environment.mcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.environment.mcp.server.ServerConfig;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

/** A server in a process of its own adds numbers; a call has no arguments, and another names no tool. */
class McpContractTest extends PluginContract {

    McpContractTest() {
        super(new McpPlugin());
    }

    @Override
    protected Record settings(Offered<?> component) {
        ServerConfig server = new ServerConfig(
                "demo",
                Server.command(),
                "",
                "",
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of("add", "echo"),
                2,
                60,
                60,
                0.5);
        return new McpConfig("[", "]", "={output};", "?{error};", 200, 0.1, -0.2, List.of(server));
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        return Materials.standard()
                .withTurns(
                        "Let me compute: [add: {\"a\": 2, \"b\": 2}]",
                        "And now [add]",
                        "Or [nobody: 1]",
                        "And [echo: again]",
                        "It is 4.");
    }
}
