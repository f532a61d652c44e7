package org.reason4j.environment.tools;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings of one tool.
 *
 * @param name the tool's name in calls
 * @param kind the kind of tool
 * @param command program and arguments, for kind {@code PROCESS}; else empty
 * @param workingPath directory in which the program runs, relative to the recipe; empty for a temporary directory of its
 *     own, which is its home in any case
 * @param passEnvironment environment variables of reason4j that the program gets, besides {@code PATH}, {@code LANG},
 *     {@code LC_ALL} and {@code TZ}
 * @param environment further environment variables of the program, with their values
 * @param poolSize largest number of processes, shared by all episodes, each with one call at a time; 0 for one process
 *     per episode with a call
 * @param deadlineSeconds deadline of an answer, the start of a process included, and of the wait for a process of the
 *     pool
 * @param graceSeconds time between the request to end and the kill of a process
 */
public record ToolConfig(
        String name,
        Kind kind,
        List<String> command,
        Optional<String> workingPath,
        List<String> passEnvironment,
        Map<String, String> environment,
        int poolSize,
        double deadlineSeconds,
        double graceSeconds) {

    /** The kind of tool. */
    public enum Kind {
        /** {@link Arithmetic}. */
        CALCULATOR,
        /** A program that reads and writes a line of JSON per call. */
        PROCESS
    }

    public ToolConfig {
        command = List.copyOf(command);
        passEnvironment = List.copyOf(passEnvironment);
        environment = Map.copyOf(environment);
        check(name.matches("[^\\s:]+"), "tools: a tool's name must be one word without a colon, got '%s'", name);
        check(
                (kind == Kind.PROCESS) == !command.isEmpty(),
                "tools: command and kind process go together; tool '%s' has kind %s and command %s",
                name,
                kind,
                command);
        Stream.concat(passEnvironment.stream(), environment.keySet().stream())
                .forEach(variable -> check(
                        variable.matches("[A-Za-z_][A-Za-z0-9_]*"),
                        "tools: an environment variable's name must be letters, digits and underscores, got '%s'",
                        variable));
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

    /** A tool with default settings: up to four processes for all episodes. */
    public static ToolConfig of(String name, Kind kind, List<String> command) {
        return new ToolConfig(name, kind, command, Optional.empty(), List.of(), Map.of(), 4, 5, 2);
    }

    /** Program and arguments, joined by blanks. */
    String commandLine() {
        return String.join(" ", command);
    }
}
