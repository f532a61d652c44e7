package org.reason4j.core.trainer.loop;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The heap of native code. It keeps what tensors of many sizes have freed, in pieces that ever fewer of them fit into, and
 * would hold several times of what is in use after some hundred steps.
 */
public final class NativeHeap {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String TRIM = "systemTrimNativeHeap";

    private final Duration pause;
    private final boolean canTrim;
    private long last = System.nanoTime();

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
        if (!canTrim || System.nanoTime() - last < pause.toNanos()) {
            return false;
        }
        trim();
        last = System.nanoTime();
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
