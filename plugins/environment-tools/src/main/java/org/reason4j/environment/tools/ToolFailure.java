package org.reason4j.environment.tools;

/** A failure of a tool: it crashed, hung or wrote an invalid answer. */
final class ToolFailure extends Exception {

    private static final long serialVersionUID = 1L;

    ToolFailure(String message) {
        super(message);
    }

    ToolFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
