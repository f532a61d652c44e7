package org.reason4j.core.engine.serve;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of a server.
 *
 * @param host name or address to listen at
 * @param port its port; 0 for any that is free
 * @param limits what it takes on at most
 * @param clients who is answered
 */
public record ServerSettings(String host, int port, ServerLimits limits, ClientRules clients) {

    public ServerSettings {
        check(port >= 0 && port <= 65535, "--port is %s, expected 0 to 65535", port);
    }

    /** A server for this machine alone, at any free port. */
    public static ServerSettings local(ServerLimits limits) {
        return new ServerSettings("127.0.0.1", 0, limits, ClientRules.DEFAULTS);
    }
}
