package org.reason4j.core.engine.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.reason4j.api.plugin.ConfigException;

/**
 * Serves pages to browsers of this machine, and to nobody else: it listens at the loopback address alone, and a page of another
 * server can't read them, also not by pointing its name at this machine. A page that a browser has already is not sent again.
 */
public final class PageServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int CONNECTIONS = 64;
    private static final int NO_BODY = 1;
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private final Pages pages;
    private final Admission admission;
    private final HttpDoor door;

    /** Knows the pages; asked by many threads. */
    @FunctionalInterface
    public interface Pages {

        /**
         * Returns the page at a path; empty if there is none.
         *
         * @param path such as {@code /2/}
         */
        Optional<Page> at(String path);
    }

    /**
     * A page.
     *
     * @param type its media type
     * @param body what it holds
     * @param version another one for every other body
     */
    public record Page(String type, byte[] body, String version) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Page page && type.equals(page.type) && version.equals(page.version);
        }

        @Override
        public int hashCode() {
            return Objects.hash(type, version);
        }

        @Override
        public String toString() {
            return type + " of " + body.length + " bytes";
        }
    }

    /**
     * Starts to serve.
     *
     * @param port where to listen; 0 for any that is free
     * @param option what sets the port, for the message
     * @throws ConfigException if the port is taken
     */
    public PageServer(int port, String option, Pages pages) {
        this.pages = pages;
        ServerLimits all = ServerLimits.DEFAULTS;
        ServerLimits limits = new ServerLimits(1, 0, 1, 0, CONNECTIONS, NO_BODY, all.client(), ANSWER);
        ServerSettings settings = new ServerSettings(HOST, port, limits, ClientRules.DEFAULTS);
        door = new HttpDoor(settings, "Choose another " + option + ", or leave it out for any that is free.");
        admission = new Admission(settings.clients(), HOST, door.address().getAddress(), false);
        door.start(this::answer, Set.of());
    }

    /** The address of the first page. */
    public String url() {
        InetSocketAddress address = door.address();
        return "http://" + HOST + ":" + address.getPort() + "/";
    }

    private void answer(Request request, ResponseWriter response) throws ApiError, IOException {
        admission.checkSource(request.getHeaders());
        if (!"GET".equals(request.getMethod())) {
            throw ApiError.wrongMethod("GET");
        }
        String path = Optional.ofNullable(request.getHttpURI().getDecodedPath()).orElse("/");
        Page page = pages.at(path)
                .orElseThrow(() -> ApiError.notFound("There is nothing at " + ApiError.excerpt(path) + ".", null));
        String tag = '"' + page.version() + '"';
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", tag);
        headers.put("Cache-Control", "no-cache");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "SAMEORIGIN");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        if (tag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.whole(304, headers, new byte[0]);
        } else {
            headers.put("Content-Type", page.type());
            response.whole(200, headers, page.body());
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
