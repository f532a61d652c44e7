package org.reason4j.rollout.http.fleet;

import java.time.Duration;

/**
 * Bounds of a fleet.
 *
 * @param concurrency most requests at a time per replica
 * @param retries further attempts at a request
 * @param attempt deadline of one attempt
 * @param update deadline until a replica has new weights
 * @param check pause between two attempts to bring a replica back
 * @param down how long requests wait while no replica is ready
 */
public record FleetLimits(
        int concurrency, int retries, Duration attempt, Duration update, Duration check, Duration down) {}
