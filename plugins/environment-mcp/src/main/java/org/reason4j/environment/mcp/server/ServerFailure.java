package org.reason4j.environment.mcp.server;

/** A failure of a server: it crashed, hung or broke the protocol. It says nothing about the call. */
public final class ServerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    ServerFailure(String message) {
        super(message);
    }

    ServerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
