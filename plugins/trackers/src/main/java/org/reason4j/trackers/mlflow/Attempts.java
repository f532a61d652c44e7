package org.reason4j.trackers.mlflow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Requests that are repeated after growing waits while the server is not there, busy or too late. */
final class Attempts {

    private final MlflowConfig config;

    Attempts(MlflowConfig config) {
        this.config = config;
    }

    /** A request. */
    interface Call<T> {
        T make() throws MlflowFailure, InterruptedException;
    }

    /** Makes a request, with {@code retries} further attempts; {@code most} bounds each wait. */
    <T> T patiently(Call<T> call, Duration most) throws MlflowFailure, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return call.make();
            } catch (MlflowFailure e) {
                if (!e.isPassing() || failures > config.retries()) {
                    throw e;
                }
                Duration wait = waitAfter(failures);
                TimeUnit.NANOSECONDS.sleep((wait.compareTo(most) < 0 ? wait : most).toNanos());
            }
        }
    }

    /** The wait after so many failures in a row, at least one. */
    Duration waitAfter(int failures) {
        double seconds = Math.scalb(config.backoffSeconds(), Math.min(failures - 1, 60));
        return Duration.ofNanos(Math.round(Math.min(seconds, config.longestBackoffSeconds()) * 1e9));
    }
}
