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
 * @param about what it does and what it takes, for the policy; empty for nothing but its name
 * @param command program and arguments, for kind {@code PROCESS}; else empty
 * @param http address and requests, for kind {@code HTTP}; else absent
 * @param workingPath directory in which the program runs, relative to the recipe; empty for a temporary directory of its
 *     own, which is its home in any case
 * @param passEnvironment environment variables of reason4j that the program gets, besides {@code PATH}, {@code LANG},
 *     {@code LC_ALL} and {@code TZ}
 * @param environment further environment variables of the program, with their values
 * @param poolSize largest number of processes, shared by all episodes, each with one call at a time, or of calls of a server
 *     at a time; 0 for one process per episode with a call, or for any number of calls
 * @param deadlineSeconds deadline of an answer, the start of a process included, and of the wait for a process of the
 *     pool
 * @param graceSeconds time between the request to end and the kill of a process
 */
public record ToolConfig(
        String name,
        Kind kind,
        String about,
        List<String> command,
        Optional<HttpEndpoint> http,
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
        PROCESS,
        /** A server that gets a POST with JSON per call. */
        HTTP
    }

    public ToolConfig {
        command = List.copyOf(command);
        passEnvironment = List.copyOf(passEnvironment);
        environment = Map.copyOf(environment);
        check(name.matches("[^\\s:]+"), "tools: a tool's name must be one word without a colon, got '%s'", name);
        check(
                command.isEmpty() || kind == Kind.PROCESS,
                "tools: command and kind process go together; tool '%s' has kind %s and command %s",
                name,
                kind,
                command);
        check(
                http.isEmpty() || kind == Kind.HTTP,
                "tools: http and kind http go together; tool '%s' has kind %s and an http section",
                name,
                kind);
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

    /** A tool with default settings: up to four processes for all episodes. Program or server are still to be named. */
    public static ToolConfig of(String name, Kind kind) {
        return new ToolConfig(
                name, kind, "", List.of(), Optional.empty(), Optional.empty(), List.of(), Map.of(), 4, 5, 2);
    }

    /** Refuses a tool that names no program or server. */
    void requireComplete() {
        check(
                kind != Kind.PROCESS || !command.isEmpty(),
                "tools: command and kind process go together; tool '%s' has no command",
                name);
        check(
                kind != Kind.HTTP || http.isPresent(),
                "tools: http and kind http go together; tool '%s' has no http section, such as {url:"
                        + " http://127.0.0.1:8000/search}",
                name);
    }

    /** A line for the policy. */
    String described() {
        String what = about.isEmpty() && kind == Kind.CALCULATOR
                ? "works out an arithmetic expression with + - * / and parentheses"
                : about;
        return name + (what.isEmpty() ? "" : ": " + what);
    }

    /** Program and arguments, joined by blanks. */
    String commandLine() {
        return String.join(" ", command);
    }
}
