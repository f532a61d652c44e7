package org.reason4j.trackers.mlflow;

import java.util.Map;

/** Settings of tests: short waits, or none. */
public final class MlflowSettings {

    private MlflowSettings() {}

    /** Numbers are kept; a failure is forgotten by the next step. */
    public static MlflowConfig of(String url) {
        return of(url, OnFailure.KEEP);
    }

    static MlflowConfig of(String url, OnFailure onFailure) {
        return new MlflowConfig(url, "letters", "", Map.of("team", "a"), "", "", "", 20, 1, 0, 0, onFailure);
    }

    static MlflowConfig withTimeout(String url, double seconds) {
        return new MlflowConfig(url, "letters", "", Map.of(), "", "", "", seconds, 0, 0, 0, OnFailure.KEEP);
    }

    static MlflowConfig withCredentials(String url, String token, String user, String password) {
        return new MlflowConfig(url, "letters", "", Map.of(), token, user, password, 20, 0, 0, 0, OnFailure.KEEP);
    }
}
