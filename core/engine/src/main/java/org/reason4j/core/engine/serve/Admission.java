package org.reason4j.core.engine.serve;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Decides by their headers which requests are answered.
 *
 * <p>A page in a browser may send requests to any address, and, if the name of its own server is pointed at this machine, read
 * the answers, too (DNS rebinding). Its requests have the page's {@code Origin} in the first case and its server's name as
 * {@code Host} in the second, so both are checked.
 */
final class Admission {

    private static final String BEARER = "bearer ";

    private final InetAddress address;
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> origins;
    private final Optional<HashCode> key;
    private final boolean open;

    /**
     * Prepares to decide.
     *
     * @param host the name that the server was told to listen at
     * @param address what the name stands for
     * @param open true if options of the command line allow further hosts and pages; messages name them
     */
    Admission(ClientRules rules, String host, InetAddress address, boolean open) {
        this.open = open;
        this.address = address;
        hosts.add("localhost");
        hosts.add(normal(host));
        rules.hosts().forEach(name -> hosts.add(normal(name)));
        origins = rules.origins();
        key = rules.key().map(Admission::hash);
    }

    /** Refuses requests for other hosts, and of pages that are not allowed. */
    void checkSource(HttpFields headers) throws ApiError {
        @Nullable String host = headers.get(HttpHeader.HOST);
        if (host == null || !isOurs(host)) {
            throw ApiError.forbidden(
                    "host_not_allowed",
                    "The request is for host '" + ApiError.excerpt(String.valueOf(host))
                            + "', which is no name of this server. "
                            + (open
                                    ? "If it is, start the server with --allow-host NAME."
                                    : "It is localhost, to browsers of this machine alone."));
        }
        @Nullable String origin = headers.get(HttpHeader.ORIGIN);
        if (origin != null && !origins.contains(origin)) {
            throw ApiError.forbidden(
                    "origin_not_allowed",
                    "The request comes from a page of '" + ApiError.excerpt(origin)
                            + "'. "
                            + (open
                                    ? "If that page may use this server, start it with --allow-origin ORIGIN."
                                    : "No page of another server may use this one."));
        }
    }

    private boolean isOurs(String header) {
        try {
            String name = normal(HostAndPort.fromString(header).getHost());
            if (hosts.contains(name)) {
                return true;
            }
            return InetAddresses.isInetAddress(name) && isOurs(InetAddresses.forString(name));
        } catch (IllegalArgumentException e) { // no host at all
            return false;
        }
    }

    private boolean isOurs(InetAddress found) {
        return address.isAnyLocalAddress()
                || found.equals(address)
                || found.isLoopbackAddress() && address.isLoopbackAddress();
    }

    /** Refuses requests without the key, if there is one. Takes as long for every wrong key. */
    void checkKey(HttpFields headers) throws ApiError {
        if (key.isEmpty()) {
            return;
        }
        @Nullable String found = headers.get(HttpHeader.AUTHORIZATION);
        if (found == null || !found.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw ApiError.wrongKey("This server requires a key. Send it in the header 'Authorization: Bearer KEY'.");
        }
        HashCode sent = hash(found.substring(BEARER.length()).strip());
        if (!MessageDigest.isEqual(sent.asBytes(), key.get().asBytes())) {
            throw ApiError.wrongKey("The key in the header 'Authorization' is not that of this server.");
        }
    }

    private static HashCode hash(String key) {
        return Hashing.sha256().hashString(key, StandardCharsets.UTF_8);
    }

    private static String normal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
