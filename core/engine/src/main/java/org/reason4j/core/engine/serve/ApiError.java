package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Error that a client gets instead of an answer, with its HTTP status. */
final class ApiError extends Exception {

    private final int status;
    private final String type;
    private final @Nullable String parameter;
    private final @Nullable String code;

    private ApiError(int status, String type, @Nullable String parameter, @Nullable String code, String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.parameter = parameter;
        this.code = code;
    }

    /** The request is wrong. */
    static ApiError invalid(@Nullable String parameter, String message) {
        return new ApiError(400, "invalid_request_error", parameter, null, message);
    }

    static ApiError notFound(String message, @Nullable String code) {
        return new ApiError(404, "invalid_request_error", null, code, message);
    }

    static ApiError wrongMethod(String expected) {
        return new ApiError(405, "invalid_request_error", null, null, "Expected " + expected + " here.");
    }

    static ApiError tooLarge(int limit) {
        return new ApiError(413, "invalid_request_error", null, null, "The request has more than " + limit + " bytes.");
    }

    static ApiError busy(String message) {
        return new ApiError(429, "rate_limit_error", null, "rate_limit_exceeded", message);
    }

    static ApiError broken(String message) {
        return new ApiError(500, "server_error", null, null, message);
    }

    static ApiError unavailable(String message) {
        return new ApiError(503, "server_error", null, null, message);
    }

    static ApiError closing() {
        return unavailable("The server is shutting down.");
    }

    int status() {
        return status;
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
