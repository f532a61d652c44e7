package org.reason4j.cli.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Seconds by the clock, and of this process's threads on processors, since it was made. */
final class Stopwatch {

    private static final double PER_SECOND = 1e9;
    private static final double RESOLUTION = 0.01;

    private final long begin = System.nanoTime();
    private final long processor = processorNanos();

    double seconds() {
        return (System.nanoTime() - begin) / PER_SECOND;
    }

    /** At least a hundredth, in which systems count them; NaN where the system does not tell. */
    double processorSeconds() {
        return processor < 0 ? Double.NaN : Math.max(RESOLUTION, (processorNanos() - processor) / PER_SECOND);
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : -1;
    }
}
