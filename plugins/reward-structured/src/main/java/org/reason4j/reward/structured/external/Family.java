package org.reason4j.reward.structured.external;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process and what it started: its descendants, and on Linux those that outlived their parent, which inherited a mark in
 * their environment.
 */
final class Family {

    private static final Logger LOG = LoggerFactory.getLogger(Family.class);
    private static final Path PROCESSES = Path.of("/proc");
    private static final String VARIABLE = "REASON4J_REWARD";
    private static final int MOST_ROUNDS = 100;
    private static final int QUIET_ROUNDS = 2;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String mark = UUID.randomUUID().toString();

    /** Adds the mark to the environment of a process to be started. */
    void mark(Map<String, String> environment) {
        environment.put(VARIABLE, mark);
    }

    /** Kills all, until twice none is found: one that is being started shows no mark yet. */
    void kill(Process process) {
        int quiet = 0;
        for (int round = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
            List<ProcessHandle> members = Stream.concat(process.descendants(), marked().stream())
                    .distinct()
                    .toList();
            members.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            quiet = members.isEmpty() ? quiet + 1 : 0;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (quiet < QUIET_ROUNDS) {
            LOG.warn("Processes that the program {} started can't be ended; end them yourself", process.pid());
        }
    }

    private List<ProcessHandle> marked() {
        List<ProcessHandle> marked = new ArrayList<>();
        if (Files.isReadable(PROCESSES.resolve("self/environ"))) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
                for (Path process : processes) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .filter(handle ->
                                    isMarked(process.resolve("environ"))) // by the handle, not by its successor
                            .ifPresent(marked::add);
                }
            } catch (IOException e) {
                LOG.warn("The processes of {} can't be listed; what a program left behind may go on", PROCESSES, e);
            }
        }
        return marked;
    }

    private boolean isMarked(Path environment) {
        try {
            return Files.isReadable(environment)
                    && new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1)
                            .contains(VARIABLE + "=" + mark);
        } catch (IOException e) {
            return false; // it has ended, or belongs to somebody else
        }
    }
}
