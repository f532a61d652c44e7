package org.reason4j.environment.tools;

/** A tool broke down: it crashed, hung or wrote something that is no answer. */
final class ToolFailure extends Exception {

    private static final long serialVersionUID = 1L;

    ToolFailure(String message) {
        super(message);
    }

    ToolFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
