package org.reason4j.environment.mcp.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process and all that it started, found by a mark in their environment variables, which children inherit. So one that
 * left its session or outlived its parent belongs to it, too; one that cleared its environment does only as long as its
 * parents live.
 *
 * <p>Linux alone shows the environment of processes; elsewhere a family is what descends from a living process.
 */
final class ServerFamily {

    private static final Logger LOG = LoggerFactory.getLogger(ServerFamily.class);
    private static final Path PROCESSES = Path.of("/proc");
    private static final String MARK = "REASON4J_MCP";
    private static final int MOST_ROUNDS = 100;
    private static final int QUIET_ROUNDS = 2;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String mark = UUID.randomUUID().toString();

    /** Returns true if orphans can be found on this system. */
    static boolean findsOrphans() {
        return Files.isReadable(PROCESSES.resolve("self/environ"));
    }

    /** Adds the mark to the environment of a process to be started. */
    void mark(Map<String, String> environment) {
        environment.put(MARK, mark);
    }

    /** Kills the family, again and again until twice no member is found: one that is just being started shows no mark. */
    void kill(Process program) {
        int quiet = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<ProcessHandle> members = Stream.concat(program.descendants(), marked().stream())
                    .distinct()
                    .toList();
            members.forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly();
            quiet = members.isEmpty() ? quiet + 1 : 0;
            if (quiet == QUIET_ROUNDS) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        LOG.warn(
                "Processes that the program {} started can't be ended, or start others faster than they end; end them"
                        + " yourself",
                program.pid());
    }

    private List<ProcessHandle> marked() {
        List<ProcessHandle> marked = new ArrayList<>();
        if (findsOrphans()) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
                for (Path process : processes) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .filter(handle ->
                                    isMarked(process)) // after the handle, which knows a process from its successor
                            .ifPresent(marked::add);
                }
            } catch (IOException e) {
                LOG.warn(
                        "The processes of {} can't be listed, so that orphans of MCP servers may remain", PROCESSES, e);
            }
        }
        return marked;
    }

    private boolean isMarked(Path process) {
        return environment(process.resolve("environ"))
                .map(variables -> variables.contains(MARK + "=" + mark))
                .orElse(false);
    }

    /** The environment of a process; empty for one that has ended or belongs to another user. */
    private static Optional<String> environment(Path file) {
        try {
            return Files.isReadable(file)
                    ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
