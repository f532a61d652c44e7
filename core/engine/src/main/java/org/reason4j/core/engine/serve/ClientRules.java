package org.reason4j.core.engine.serve;

import static org.reason4j.api.plugin.ConfigException.check;

import com.google.common.net.InetAddresses;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which requests a server answers.
 *
 * @param hosts names in the {@code Host} header besides those of the address it listens at
 * @param origins web pages, such as {@code https://example.org}, whose scripts may send requests
 * @param key the key that {@code Authorization: Bearer} must hold; without one every client is answered
 */
public record ClientRules(Set<String> hosts, Set<String> origins, Optional<String> key) {

    private static final Pattern HOST = Pattern.compile("[^\\s/:*]+");
    private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]*://[^\\s/*]+");

    public static final ClientRules DEFAULTS = new ClientRules(Set.of(), Set.of(), Optional.empty());

    public ClientRules {
        hosts = Set.copyOf(hosts);
        origins = Set.copyOf(origins);
        for (String host : hosts) {
            check(
                    HOST.matcher(host).matches() || InetAddresses.isUriInetAddress(host),
                    "--allow-host is '%s', expected a name without a port",
                    host);
        }
        for (String origin : origins) {
            check(
                    ORIGIN.matcher(origin).matches(),
                    "--allow-origin is '%s', expected one such as https://example.org, without a path",
                    origin);
        }
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "ClientRules[hosts=" + hosts + ", origins=" + origins + ", key=" + (key.isPresent() ? "hidden" : "none")
                + "]";
    }
}
