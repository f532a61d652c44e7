package org.reason4j.environment.mcp;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.environment.mcp.server.ServerConfig;

/**
 * Settings of the MCP environment.
 *
 * @param open opening tag of a call; any text, as short as {@code [}
 * @param close closing tag, which ends call and turn; any text, as short as {@code ]}
 * @param result the text of an answer for the policy; {@code {output}} is replaced, and some text is beside it
 * @param error the policy's text for a call that cannot be answered; {@code {error}} is replaced by the reason
 * @param outputCharacters largest number of characters of an output; {@code ...} replaces the rest of a longer one
 * @param callReward reward of a turn whose call was answered
 * @param errorReward reward of a turn whose call could not be answered
 * @param servers the servers, with distinct names, whose tools have distinct names, too; must name at least one
 */
public record McpConfig(
        String open,
        String close,
        String result,
        String error,
        int outputCharacters,
        double callReward,
        double errorReward,
        List<ServerConfig> servers) {

    static final String OUTPUT = "{output}";
    static final String ERROR = "{error}";

    /** The tags of the environment {@code tools}, and no server yet. */
    public static final McpConfig DEFAULTS = new McpConfig(
            "<tool>", "</tool>", "<result>{output}</result>", "<error>{error}</error>", 1000, 0, 0, List.of());

    public McpConfig {
        servers = List.copyOf(servers);
        check(!open.isEmpty() && !close.isEmpty(), "mcp.open and mcp.close must not be empty");
        check(
                !open.contains(close),
                "mcp.open must not contain mcp.close, because a turn ends there; got '%s' and '%s'",
                open,
                close);
        check(
                result.contains(OUTPUT) && !result.equals(OUTPUT),
                "mcp.result must be {output} with some text beside it, because an output may be empty; got '%s'",
                result);
        check(!error.replace(ERROR, "").isEmpty(), "mcp.error needs some text that is not {error}, got '%s'", error);
        check(outputCharacters > 0, "mcp.outputCharacters must be positive, got %s", outputCharacters);
        check(Double.isFinite(callReward), "mcp.callReward must be finite, got %s", callReward);
        check(Double.isFinite(errorReward), "mcp.errorReward must be finite, got %s", errorReward);
        servers.forEach(ServerConfig::requireComplete);
        check(
                servers.stream().map(ServerConfig::name).distinct().count() == servers.size(),
                "mcp.servers has two servers of one name: %s",
                servers.stream().map(ServerConfig::name).toList());
    }
}
