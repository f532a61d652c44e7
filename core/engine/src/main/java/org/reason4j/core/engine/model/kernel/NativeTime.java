package org.reason4j.core.engine.model.kernel;

/** Sums up the time in which at least one native call of this process runs. Reading it loads no native library. */
public final class NativeTime {

    private static int running;
    private static long since;
    private static long total;

    private NativeTime() {}

    static synchronized void enter() {
        if (running++ == 0) {
            since = System.nanoTime();
        }
    }

    static synchronized void leave() {
        if (--running == 0) {
            total += System.nanoTime() - since;
        }
    }

    /** Time for which calls have been running so far, one or several at a time, in nanoseconds. */
    public static synchronized long nanos() {
        return running == 0 ? total : total + System.nanoTime() - since;
    }
}
