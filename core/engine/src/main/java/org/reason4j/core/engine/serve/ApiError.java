package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Error that a client gets instead of an answer, with its HTTP status. */
final class ApiError extends Exception {

    private static final String REQUEST = "invalid_request_error";
    private static final String SERVER = "server_error";
    private static final Map<String, String> SOON = Map.of("Retry-After", "1");
    private static final int EXCERPT = 80;

    private final int status;
    private final String type;
    private final @Nullable String parameter;
    private final @Nullable String code;
    private final transient Map<String, String> headers;

    private ApiError(
            int status,
            String type,
            @Nullable String parameter,
            @Nullable String code,
            Map<String, String> headers,
            String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.parameter = parameter;
        this.code = code;
        this.headers = headers;
    }

    private static ApiError refused(int status, @Nullable String code, String message) {
        return new ApiError(status, REQUEST, null, code, Map.of(), message);
    }

    /** The request is wrong. */
    static ApiError invalid(@Nullable String parameter, String message) {
        return new ApiError(400, REQUEST, parameter, null, Map.of(), message);
    }

    static ApiError wrongKey(String message) {
        return new ApiError(401, REQUEST, null, "invalid_api_key", Map.of("WWW-Authenticate", "Bearer"), message);
    }

    static ApiError forbidden(String code, String message) {
        return refused(403, code, message);
    }

    static ApiError notFound(String message, @Nullable String code) {
        return refused(404, code, message);
    }

    static ApiError wrongMethod(String expected) {
        return new ApiError(405, REQUEST, null, null, Map.of("Allow", expected), "Expected " + expected + " here.");
    }

    static ApiError tooSlow(String message) {
        return refused(408, null, message);
    }

    static ApiError tooLarge(int limit) {
        return refused(413, null, "The request has more than " + limit + " bytes.");
    }

    static ApiError wrongType(String message) {
        return refused(415, null, message);
    }

    static ApiError busy(String message) {
        return new ApiError(429, "rate_limit_error", null, "rate_limit_exceeded", SOON, message);
    }

    static ApiError broken(String message) {
        return new ApiError(500, SERVER, null, null, Map.of(), message);
    }

    static ApiError unavailable(String message) {
        return new ApiError(503, SERVER, null, null, Map.of(), message);
    }

    /** Weights can't be changed now. */
    static ApiError changeLater(String reason) {
        return new ApiError(503, SERVER, null, null, SOON, reason + " Try again later.");
    }

    static ApiError outOfMemory() {
        return new ApiError(
                503, SERVER, null, null, SOON, "The server has too little memory for this request at the moment.");
    }

    /** The decoder's thread has ended, with that cause. */
    static ApiError ended(Throwable cause) {
        return unavailable("The decoder has ended: " + cause + ". The server must be started again.");
    }

    /** The server takes no requests for completions until it is told to go on. */
    static ApiError paused() {
        return new ApiError(
                503,
                SERVER,
                null,
                "paused",
                SOON,
                "The server is paused: POST /resume lets it go on. Try again later.");
    }

    static ApiError closing() {
        return unavailable("The server is shutting down.");
    }

    static ApiError late(String message) {
        return new ApiError(504, SERVER, null, null, Map.of(), message);
    }

    /** An error that the HTTP server found by itself. */
    static ApiError ofStatus(int status, String message) {
        return new ApiError(status, status < 500 ? REQUEST : SERVER, null, null, Map.of(), message);
    }

    /** The beginning of a client's text, for a message. */
    static String excerpt(String text) {
        return text.length() > EXCERPT ? text.substring(0, EXCERPT) + "..." : text;
    }

    int status() {
        return status;
    }

    /** Headers of the response beside those of its body. */
    Map<String, String> headers() {
        return headers;
    }

    ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", parameter)
                .put("code", code);
        return root;
    }
}
