package org.reason4j.environment.mcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.environment.mcp.server.ServerConfig;
import org.reason4j.testkit.RecordedMetrics;

class McpConfigTest {

    private static final List<ServerConfig> FILES = List.of(server(List.of("serve"), "", "", 1));

    private static void refused(Runnable settings, String message) {
        assertThatThrownBy(settings::run).isInstanceOf(ConfigException.class).hasMessageContaining(message);
    }

    private static McpConfig config(String open, String close, String result, String error, double reward) {
        return new McpConfig(open, close, result, error, 100, reward, 0, FILES);
    }

    private static ServerConfig server(List<String> command, String url, String key, double deadline) {
        return new ServerConfig(
                "s", command, url, key, Optional.empty(), List.of(), Map.of(), List.of(), 1, 1, deadline, 1);
    }

    @Test
    void tagsTemplatesAndRewardsThatCannotWorkAreRefused() {
        refused(() -> config("[", "", "={output}", "?", 0), "must not be empty");
        refused(() -> config("<]", "]", "={output}", "?", 0), "open must not contain");
        refused(() -> config("[", "]", "{output}", "?", 0), "some text beside it");
        refused(() -> config("[", "]", "={output}", "{error}", 0), "mcp.error needs some text");
        refused(() -> config("[", "]", "={output}", "?", Double.NaN), "mcp.callReward");
        refused(
                () -> new McpConfig("[", "]", "={output}", "?", 100, 0, 0, List.of(FILES.get(0), FILES.get(0))),
                "two" + " servers of one name");
    }

    @Test
    void aServerHasEitherACommandOrAnAddress() {
        refused(
                () -> new McpConfig("[", "]", "={output}", "?", 100, 0, 0, List.of(ServerConfig.of("files"))),
                "server 'files' has neither");
        refused(() -> server(List.of("serve"), "http://127.0.0.1/mcp", "", 1), "either a command or a url");
        refused(() -> server(List.of(), "ftp://127.0.0.1/mcp", "", 1), "must be an address such as");
        refused(() -> server(List.of(), "http://me:secret@127.0.0.1/mcp", "", 1), "without a user and a password");
        refused(() -> server(List.of("serve"), "", "KEY", 1), "apiKeyVariable needs a url");
        refused(() -> server(List.of("serve"), "", "", 0), "deadlineSeconds must be in (0, 86400]");
    }

    @Test
    void anEnvironmentWithoutServersSaysHowToNameOne() {
        refused(() -> new McpTools(McpConfig.DEFAULTS, new RecordedMetrics()), "mcp.servers names no server; name one");
    }

    @Test
    void aKeyThatIsNotSetIsNamed() {
        McpConfig config = new McpConfig(
                "[",
                "]",
                "={output}",
                "?",
                100,
                0,
                0,
                List.of(server(List.of(), "http://127.0.0.1:9/mcp", "NOT_SET_4711", 1)));
        refused(() -> new McpTools(config, new RecordedMetrics()), "names the environment variable NOT_SET_4711");
    }
}
