package org.reason4j.reward.code.sandbox;

/**
 * Bounds on what a sandbox takes up.
 *
 * @param memoryMegabytes memory of all its processes together; beyond it the sandbox is ended
 * @param addressSpace true to bound the address space of each process by the same number, which interpreters that reserve
 *     more than they use do not survive
 * @param processes processes and threads at a time
 * @param cpuSeconds processor time of each process
 * @param fileMegabytes size of a file, and of all files together
 * @param openFiles files that a process has open
 */
public record Limits(
        int memoryMegabytes, boolean addressSpace, int processes, int cpuSeconds, int fileMegabytes, int openFiles) {}
