package org.reason4j.environment.mcp.server;

import static org.reason4j.api.plugin.ConfigException.check;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings of one server: a program, or an address.
 *
 * @param name the server's name, for messages; one word
 * @param command program and arguments of a server that speaks on its standard streams; empty for one with an address
 * @param url address of a server that speaks streamable HTTP, such as {@code http://127.0.0.1:8080/mcp}; empty for a program
 * @param apiKeyVariable environment variable that holds the key for the address, sent as a bearer token; empty for none
 * @param workingPath directory in which the program runs, relative to the recipe; empty for a temporary directory of its
 *     own, which is its home in any case
 * @param passEnvironment environment variables of reason4j that the program gets, besides {@code PATH}, {@code LANG},
 *     {@code LC_ALL} and {@code TZ}
 * @param environment further environment variables of the program, with their values
 * @param tools names of the tools that the policy may call; empty for all that the server offers
 * @param poolSize largest number of processes or connections, shared by all episodes, each with one call at a time; 0 for
 *     one per episode with a call
 * @param startSeconds time in which a server starts and tells its tools, in (0, 86400]
 * @param deadlineSeconds deadline of an answer, and of the wait for a process or connection of the pool, in (0, 86400]
 * @param graceSeconds time between the end of a program's input and its kill, in [0, 3600]
 */
public record ServerConfig(
        String name,
        List<String> command,
        String url,
        String apiKeyVariable,
        Optional<String> workingPath,
        List<String> passEnvironment,
        Map<String, String> environment,
        List<String> tools,
        int poolSize,
        double startSeconds,
        double deadlineSeconds,
        double graceSeconds) {

    private static final double LONGEST = 86_400;

    public ServerConfig {
        command = List.copyOf(command);
        passEnvironment = List.copyOf(passEnvironment);
        environment = Map.copyOf(environment);
        tools = List.copyOf(tools);
        check(name.matches("\\S+"), "mcp: a server's name must be one word, got '%s'", name);
        check(
                command.isEmpty() || url.isEmpty(),
                "mcp: a server has either a command or a url; server '%s' has both",
                name);
        check(
                url.isEmpty() || isAddress(url),
                "mcp: url of server '%s' must be an address such as"
                        + " http://127.0.0.1:8080/mcp, without a user and a password. A key belongs in the environment variable"
                        + " that apiKeyVariable names.",
                name);
        check(
                apiKeyVariable.isEmpty() || !url.isEmpty(),
                "mcp: apiKeyVariable needs a url; server '%s' has a command",
                name);
        Stream.concat(passEnvironment.stream(), environment.keySet().stream())
                .forEach(variable -> check(
                        variable.matches("[A-Za-z_][A-Za-z0-9_]*"),
                        "mcp: an environment variable's name must be letters, digits and underscores, got '%s'",
                        variable));
        check(poolSize >= 0, "mcp: poolSize must be 0 (one per episode) or positive, got %s", poolSize);
        check(
                startSeconds > 0 && startSeconds <= LONGEST,
                "mcp: startSeconds must be in (0, 86400], got %s",
                startSeconds);
        check(
                deadlineSeconds > 0 && deadlineSeconds <= LONGEST,
                "mcp: deadlineSeconds must be in (0, 86400], got %s",
                deadlineSeconds);
        check(
                graceSeconds >= 0 && graceSeconds <= 3_600,
                "mcp: graceSeconds must be in [0, 3600], got %s",
                graceSeconds);
    }

    /** A server with default settings: up to four processes for all episodes. Its program or address is still to be named. */
    public static ServerConfig of(String name) {
        return new ServerConfig(name, List.of(), "", "", Optional.empty(), List.of(), Map.of(), List.of(), 4, 30, 5, 2);
    }

    /** Refuses a server that names neither a program nor an address. */
    public void requireComplete() {
        check(
                !command.isEmpty() || !url.isEmpty(),
                "mcp: a server has either a command or a url; server '%s' has neither",
                name);
    }

    private static boolean isAddress(String url) {
        try {
            URI address = URI.create(url.strip());
            return address.getHost() != null
                    && address.getRawUserInfo() == null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
        } catch (IllegalArgumentException e) { // whose message quotes the whole address
            return false;
        }
    }

    /** The server in messages: its name, with its program or address, the query of which may hold a key. */
    String described() {
        String what = command.isEmpty() ? url.replaceAll("\\?.*", "") : String.join(" ", command);
        return "MCP server '" + name + "' (" + what + ")";
    }
}
