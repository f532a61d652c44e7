package org.reason4j.reward.code.worker;

/** What programs call in place of {@code System.exit}, which would end the worker. */
public final class Exit {

    private Exit() {}

    /** Ends the thread that calls it. */
    public static void exit(int status) {
        throw new Execution.ExitError(status);
    }
}
