package org.reason4j.reward.code.sandbox;

import java.util.ArrayList;
import java.util.List;

/** The limits that the kernel holds for each process, as a command of util-linux before the program. */
final class ResourceLimits {

    private static final long MEGABYTE = 1024L * 1024;

    private ResourceLimits() {}

    static List<String> command(Limits limits) {
        List<String> command = new ArrayList<>(List.of("prlimit", "--core=0"));
        command.add("--nproc=" + limits.processes());
        command.add("--cpu=" + limits.cpuSeconds());
        command.add("--fsize=" + limits.fileMegabytes() * MEGABYTE);
        command.add("--nofile=" + limits.openFiles());
        if (limits.addressSpace()) {
            command.add("--as=" + limits.memoryMegabytes() * MEGABYTE);
        }
        command.add("--");
        return command;
    }
}
