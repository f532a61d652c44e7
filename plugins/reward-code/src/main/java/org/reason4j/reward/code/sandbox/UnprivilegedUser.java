package org.reason4j.reward.code.sandbox;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A number of a user that owns nothing, for a sandbox that root starts. Each sandbox has another, since the kernel counts
 * processes by user.
 */
record UnprivilegedUser(long id) {

    /** The user within every sandbox. */
    static final String INSIDE = "65534";

    private static final long FIRST = 1_000_000_000;
    private static final long USERS = 900_000_000;
    private static final int PER_PROCESS = 10_000;
    private static final AtomicInteger STARTED = new AtomicInteger();

    static UnprivilegedUser next() {
        long own = ProcessHandle.current().pid() * PER_PROCESS + Math.floorMod(STARTED.getAndIncrement(), PER_PROCESS);
        return new UnprivilegedUser(FIRST + own % USERS);
    }

    /** Options of {@code setpriv} to become this user. */
    List<String> options() {
        return List.of("--reuid", String.valueOf(id), "--regid", String.valueOf(id), "--pdeathsig", "KILL");
    }
}
