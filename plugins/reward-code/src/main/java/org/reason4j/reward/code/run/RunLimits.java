package org.reason4j.reward.code.run;

import java.time.Duration;
import org.reason4j.reward.code.sandbox.Limits;

/**
 * Bounds of a program's runs.
 *
 * @param test time of a test
 * @param program time of all tests of a program
 * @param memoryMegabytes memory of a program's processes together
 * @param processes its processes and threads
 * @param fileMegabytes its files
 * @param outputBytes its output in a test
 */
public record RunLimits(
        Duration test, Duration program, int memoryMegabytes, int processes, int fileMegabytes, int outputBytes) {

    private static final int OPEN_FILES = 64;
    private static final int SPARE_CPU_SECONDS = 2;

    /** Time in which a sandbox starts and an interpreter in it. */
    static final Duration START = Duration.ofSeconds(20);

    /** Bounds of a sandbox for one program. */
    Limits sandbox(boolean addressSpace) {
        int cpu = (int) Math.min(Integer.MAX_VALUE, test.toSeconds() + SPARE_CPU_SECONDS);
        return new Limits(memoryMegabytes, addressSpace, processes, cpu, fileMegabytes, OPEN_FILES);
    }
}
