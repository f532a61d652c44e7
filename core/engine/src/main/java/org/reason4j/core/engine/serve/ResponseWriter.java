package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes an HTTP response: one JSON object, or a stream of server-sent events. A failure to write means that the client has
 * gone.
 */
final class ResponseWriter {

    private static final byte[] BLANK = {' '};

    private final HttpExchange exchange;
    private boolean begun;

    ResponseWriter(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** Sends an object and nothing else; after {@link #begin} its status is 200, whatever it says. */
    void json(int status, JsonNode object) throws IOException {
        byte[] body = (object + "\n").getBytes(StandardCharsets.UTF_8);
        if (!begun) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            begun = true;
        }
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Sends a blank, which JSON ignores, so that a client that has gone is noticed. */
    void blank() throws IOException {
        begin("application/json");
        send(BLANK);
    }

    /** Sends an event. */
    void event(JsonNode object) throws IOException {
        begin("text/event-stream");
        send(("data: " + object + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a comment, so that a client that has gone is noticed. */
    void comment() throws IOException {
        begin("text/event-stream");
        send(":\n\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Ends a complete stream. */
    void done() throws IOException {
        send("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().close();
    }

    /** True if a part has been sent, so that the status cannot change any more. */
    boolean begun() {
        return begun;
    }

    private void begin(String type) throws IOException {
        if (!begun) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            exchange.sendResponseHeaders(200, 0);
            begun = true;
        }
    }

    private void send(byte[] bytes) throws IOException {
        OutputStream out = exchange.getResponseBody();
        out.write(bytes);
        out.flush();
    }
}
