package org.reason4j.trackers.mlflow;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;

/**
 * Settings of an MLflow tracking server. Credentials are in environment variables, whose names stand here.
 *
 * @param url address of the server, such as {@code http://127.0.0.1:5000}; must be given
 * @param experiment the experiment that gets the run; it is created if there is none
 * @param runName name of the run there; empty for the name of the recipe
 * @param tags further tags of the run
 * @param tokenVariable environment variable that holds a token, sent as a bearer token; empty for none
 * @param usernameVariable environment variable that holds a user's name for basic authentication; empty for none
 * @param passwordVariable environment variable that holds the user's password; empty for none
 * @param timeoutSeconds deadline of one attempt, until the complete answer, in (0, 1e6]
 * @param retries further attempts at the start, at the end, and with {@code STOP} in every step, at least 0
 * @param backoffSeconds wait before the first further attempt, in [0, 1e6]; it doubles with each. With {@code KEEP} the run
 *     makes steps meanwhile
 * @param longestBackoffSeconds longest of these waits, in [0, 1e6]
 * @param onFailure what follows when the server fails or is too late after the start
 */
public record MlflowConfig(
        String url,
        String experiment,
        String runName,
        Map<String, String> tags,
        String tokenVariable,
        String usernameVariable,
        String passwordVariable,
        double timeoutSeconds,
        int retries,
        double backoffSeconds,
        double longestBackoffSeconds,
        OnFailure onFailure) {

    /** Ten seconds per attempt; numbers that the server does not take are kept. */
    public static final MlflowConfig DEFAULTS =
            new MlflowConfig("", "reason4j", "", Map.of(), "", "", "", 10, 2, 1, 300, OnFailure.KEEP);

    public MlflowConfig {
        check(!experiment.isBlank(), "mlflow.experiment must not be empty; set it to the experiment's name");
        check(
                usernameVariable.isEmpty() == passwordVariable.isEmpty(),
                "mlflow.usernameVariable and mlflow.passwordVariable go together: set both, or neither");
        check(
                tokenVariable.isEmpty() || usernameVariable.isEmpty(),
                "mlflow.tokenVariable and mlflow.usernameVariable exclude each other: a request has one kind of credentials");
        check(
                timeoutSeconds > 0 && timeoutSeconds <= 1e6,
                "mlflow.timeoutSeconds must be in (0, 1e6], got %s",
                timeoutSeconds);
        check(retries >= 0, "mlflow.retries must be at least 0, got %s", retries);
        check(
                backoffSeconds >= 0 && backoffSeconds <= 1e6,
                "mlflow.backoffSeconds must be in [0, 1e6], got %s",
                backoffSeconds);
        check(
                longestBackoffSeconds >= 0 && longestBackoffSeconds <= 1e6,
                "mlflow.longestBackoffSeconds must be in [0, 1e6], got %s",
                longestBackoffSeconds);
        tags = Map.copyOf(tags);
    }
}
