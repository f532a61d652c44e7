package org.reason4j.trackers.mlflow;

import java.io.IOException;

/** A request without the answer that it asks for. */
final class MlflowFailure extends IOException {

    private static final long serialVersionUID = 1;

    private final String code; // the server's word for it; empty for none
    private final boolean passing;

    private MlflowFailure(String message, String code, boolean passing) {
        super(message);
        this.code = code;
        this.passing = passing;
    }

    /** The server is not there, busy or too late: the request may be repeated. */
    static MlflowFailure passing(String message) {
        return new MlflowFailure(message, "", true);
    }

    /** The server will never take the request. */
    static MlflowFailure refused(String message, String code) {
        return new MlflowFailure(message, code, false);
    }

    boolean isPassing() {
        return passing;
    }

    /** True if the server says that there is no such experiment or run. */
    boolean isAbsence() {
        return code.equals("RESOURCE_DOES_NOT_EXIST");
    }
}
