package org.reason4j.core.trainer.loop;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The heap of native code. It keeps what tensors of many sizes have freed, in pieces that ever fewer of them fit into, and
 * would hold several times of what is in use after some hundred steps.
 *
 * <p>A process has one, whatever number of runs: they share the time of the last call.
 */
public final class NativeHeap {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String TRIM = "systemTrimNativeHeap";

    /** When it was trimmed last, or this class loaded, in {@link System#nanoTime()}. */
    private static final AtomicLong LAST = new AtomicLong(System.nanoTime());

    private final Duration pause;
    private final boolean canTrim;

    public NativeHeap() {
        this(PAUSE);
    }

    public NativeHeap(Duration pause) {
        this.pause = pause;
        try {
            canTrim = server().isRegistered(commands())
                    && Arrays.stream(server().getMBeanInfo(commands()).getOperations())
                            .anyMatch(operation -> operation.getName().equals(TRIM));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static ObjectName commands() throws JMException {
        return new ObjectName("com.sun.management:type=DiagnosticCommand");
    }

    /** True if the Java runtime can give memory back. */
    boolean canTrim() {
        return canTrim;
    }

    /**
     * Gives back to the system what is free, at most every 5 seconds, for it takes a fraction of one. Does nothing where the
     * Java runtime can't: before 17.0.9, or where the system's C library has no such call.
     *
     * @return whether it was done
     */
    public boolean trimNowAndThen() {
        long last = LAST.get();
        if (!canTrim || System.nanoTime() - last < pause.toNanos() || !LAST.compareAndSet(last, System.nanoTime())) {
            return false;
        }
        trim();
        LAST.set(System.nanoTime()); // the call takes time itself
        return true;
    }

    /** Gives back to the system what is free; only where the runtime can. */
    private static void trim() {
        try {
            server().invoke(commands(), TRIM, new Object[0], new String[0]);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
