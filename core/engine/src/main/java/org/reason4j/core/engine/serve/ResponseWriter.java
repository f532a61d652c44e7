package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Writes an HTTP response: one JSON object, or a stream of server-sent events. A failure to write means that the client has
 * gone, or takes nothing.
 */
final class ResponseWriter {

    private final Request request;
    private final Response response;
    private boolean begun;
    private boolean events;

    ResponseWriter(Request request, Response response) {
        this.request = request;
        this.response = response;
    }

    /** Sends an object and nothing else; once something was sent its status is 200, whatever it says. */
    void json(int status, JsonNode object) throws IOException {
        if (!begun) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            begun = true;
        }
        send(object + "\n", true);
    }

    /** Sends a body that is there as a whole, and nothing else. */
    void whole(int status, Map<String, String> headers, byte[] body) throws IOException {
        response.setStatus(status);
        headers.forEach((name, value) -> response.getHeaders().put(name, value));
        begun = true;
        Content.Sink.write(response, true, ByteBuffer.wrap(body));
    }

    /** Sends an error instead of an answer, or at the end of what was sent of it, without [DONE]. */
    void error(ApiError error) throws IOException {
        if (events) {
            event(error.json());
            return;
        }
        if (!begun) {
            error.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            if (!request.consumeAvailable()) { // what is left of the request would be taken for the next one
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
        }
        json(error.status(), error.json());
    }

    /** Sends a blank, which JSON ignores, so that a client that has gone is noticed. */
    void blank() throws IOException {
        begin("application/json");
        send(" ", false);
    }

    /** Sends an event. */
    void event(JsonNode object) throws IOException {
        begin("text/event-stream");
        events = true;
        send("data: " + object + "\n\n", false);
    }

    /** Sends a comment, so that a client that has gone is noticed. */
    void comment() throws IOException {
        send(":\n\n", false);
    }

    /** Ends a complete stream. */
    void done() throws IOException {
        send("data: [DONE]\n\n", true);
    }

    private void begin(String type) {
        if (!begun) {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
            begun = true;
        }
    }

    private void send(String text, boolean last) throws IOException {
        Content.Sink.write(response, last, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
