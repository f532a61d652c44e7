package org.reason4j.environment.tools;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Optional;

/**
 * Settings of one tool.
 *
 * @param name what the policy calls it
 * @param kind what answers
 * @param command program and arguments, for kind {@code PROCESS}; else empty
 * @param workingPath directory in which the program runs, relative to the recipe; empty for that of reason4j
 * @param poolSize most programs, which all episodes share, one call at a time; 0 starts one for each episode that calls
 * @param deadlineSeconds time for an answer, the start of the program included, and for the wait for a program of the pool
 *     before it
 * @param graceSeconds time that a program has to end when asked to, before it is killed
 */
public record ToolConfig(
        String name,
        Kind kind,
        List<String> command,
        Optional<String> workingPath,
        int poolSize,
        double deadlineSeconds,
        double graceSeconds) {

    /** What answers a call. */
    public enum Kind {
        /** {@link Arithmetic}. */
        CALCULATOR,
        /** A program that reads and writes a line of JSON per call. */
        PROCESS
    }

    public ToolConfig {
        command = List.copyOf(command);
        check(name.matches("[^\\s:]+"), "tools: a tool's name must be one word without a colon, got '%s'", name);
        check(
                (kind == Kind.PROCESS) == !command.isEmpty(),
                "tools: command and kind process go together; tool '%s' has kind %s and command %s",
                name,
                kind,
                command);
        check(poolSize >= 0, "tools: poolSize must be 0 (one per episode) or positive, got %s", poolSize);
        check(
                deadlineSeconds > 0 && deadlineSeconds <= 86_400,
                "tools: deadlineSeconds must be in (0, 86400], got %s",
                deadlineSeconds);
        check(
                graceSeconds >= 0 && graceSeconds <= 3_600,
                "tools: graceSeconds must be in [0, 3600], got %s",
                graceSeconds);
    }

    /** A tool with the defaults of everything else: up to four programs for all episodes. */
    public static ToolConfig of(String name, Kind kind, List<String> command) {
        return new ToolConfig(name, kind, command, Optional.empty(), 4, 5, 2);
    }

    /** The program as people write it. */
    String commandLine() {
        return String.join(" ", command);
    }
}
