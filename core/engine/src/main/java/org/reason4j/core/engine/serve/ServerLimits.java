package org.reason4j.core.engine.serve;

import static org.reason4j.api.plugin.ConfigException.check;

import java.time.Duration;

/**
 * Bounds of a server on memory, connections and time, so that no client uses up all of them.
 *
 * @param slots responses decoded together
 * @param queue responses that wait for a slot
 * @param maxTokens longest response
 * @param promptCache tokens of prompts whose keys and values stay for later requests, for each model; 0 for none
 * @param connections open connections; further ones wait until one is closed
 * @param bodyBytes bytes of a request's body
 * @param client time for a whole request to arrive, for a connection to be idle, and for a client to take a piece of an answer
 * @param answer time from the arrival of a request to the end of its answer
 */
public record ServerLimits(
        int slots,
        int queue,
        int maxTokens,
        int promptCache,
        int connections,
        int bodyBytes,
        Duration client,
        Duration answer) {

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MOST_BYTES = 1 << 30;
    private static final Duration SHORTEST =
            Duration.ofSeconds(2); // while a client waits, something is sent every second
    private static final Duration LONGEST = Duration.ofDays(30);

    public static final ServerLimits DEFAULTS =
            new ServerLimits(32, 256, 4096, 8192, 512, 4 << 20, Duration.ofSeconds(30), Duration.ofHours(1));

    public ServerLimits {
        check(slots > 0, "--slots must be positive, got %s", slots);
        check(queue >= 0 && queue <= Integer.MAX_VALUE - slots, "--queue must be 0 or positive, got %s", queue);
        check(promptCache >= 0, "--prompt-cache must be 0 or positive, got %s", promptCache);
        check(maxTokens > 0, "--max-tokens must be positive, got %s", maxTokens);
        check(
                connections > 0 && connections <= MOST_CONNECTIONS,
                "--connections is %s, expected 1 to %s",
                connections,
                MOST_CONNECTIONS);
        check(
                bodyBytes > 0 && bodyBytes <= MOST_BYTES,
                "--max-body-bytes is %s, expected 1 to %s",
                bodyBytes,
                MOST_BYTES);
        checkTime("--client-timeout", client);
        checkTime("--answer-timeout", answer);
    }

    private static void checkTime(String option, Duration time) {
        check(
                time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0,
                "%s is %s s, expected %s to %s",
                option,
                time.toMillis() / 1000.0,
                SHORTEST.toSeconds(),
                LONGEST.toSeconds());
    }

    /** Responses that are written or wait. */
    int responses() {
        return slots + queue;
    }
}
