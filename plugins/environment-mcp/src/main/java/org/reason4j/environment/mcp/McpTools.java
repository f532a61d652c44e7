package org.reason4j.environment.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Metrics;
import org.reason4j.environment.mcp.server.ServerConfig;
import org.reason4j.environment.mcp.server.ServerPool;

/**
 * Tools of MCP servers that the policy calls within its response.
 *
 * <p>A turn that ends with the closing tag is a call: the tool's name, a colon and a JSON object with the arguments; for a
 * tool with a single argument its value will do. Any other turn ends the response, with a reward of 0. Results, errors of
 * tools and refusals of servers are text that the policy reads. A server that crashes, hangs or breaks the protocol fails
 * its own trajectory, which is not learned from, and is started again for the next call.
 *
 * <p>Metrics: {@code mcp/refused}, the share of calls that could not be answered, {@code mcp/seconds}, the mean time of a
 * call, and {@code mcp/started}, processes or connections beyond the first of each server.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-06-18">Model Context Protocol</a>
 */
public final class McpTools implements Environment {

    private final McpConfig config;
    private final Metrics metrics;
    private final Markup markup;
    private final List<ServerPool> servers = new ArrayList<>();
    private final Map<String, OfferedTool> tools = new LinkedHashMap<>();

    /** Starts the servers and asks for their tools. */
    @Inject
    public McpTools(McpConfig config, Metrics metrics) {
        ConfigException.check(
                !config.servers().isEmpty(),
                "mcp.servers names no server; name one, such as {name: files, command: [npx, some-server]} or"
                        + " {name: search, url: http://127.0.0.1:8080/mcp}");
        this.config = config;
        this.metrics = metrics;
        try {
            for (ServerConfig server : config.servers()) {
                add(server);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        markup = new Markup(config.open(), config.close(), List.copyOf(tools.keySet()));
    }

    private void add(ServerConfig server) {
        ServerPool pool = new ServerPool(server, metrics, System::getenv);
        servers.add(pool);
        List<String> offered = pool.tools().stream().map(McpSchema.Tool::name).toList();
        List<String> wanted = server.tools().isEmpty() ? offered : server.tools();
        ConfigException.check(!wanted.isEmpty(), "MCP server '%s' offers no tools", server.name());
        for (String name : wanted) {
            OfferedTool tool = pool.tools().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .map(each -> OfferedTool.of(each, pool))
                    .orElseThrow(() -> new ConfigException("MCP server '" + server.name() + "' has no tool '" + name
                            + "'; it has " + String.join(", ", offered)));
            OfferedTool other = tools.putIfAbsent(name, tool);
            ConfigException.check(
                    other == null || other.server() == pool,
                    "Two MCP servers have a tool '%s': name the tools of '%s' that the policy may call in its setting tools",
                    name,
                    server.name());
        }
    }

    /** How to call, and every tool with the schema of its arguments. */
    @Override
    public String instructions() {
        String list = tools.values().stream().map(OfferedTool::described).collect(Collectors.joining("\n- ", "- ", ""));
        return "To call a tool, write " + config.open() + "NAME: ARGUMENTS" + config.close()
                + " with the arguments as a JSON object; for a tool with one argument, its value will do. You then read "
                + config.result().replace(McpConfig.OUTPUT, "the result") + ". Tools:\n" + list;
    }

    @Override
    public Episode begin(Prompt prompt, int sample) {
        Map<ServerPool, ServerPool.Session> sessions = new LinkedHashMap<>();
        servers.forEach(server -> sessions.put(server, server.begin()));
        return new McpEpisode(config, markup, tools, sessions, metrics);
    }

    @Override
    public List<String> stop() {
        return List.of(config.close());
    }

    /** Ends all servers that were started, and all sessions. */
    @Override
    public void close() {
        servers.forEach(ServerPool::close);
    }
}
