package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tries what a sandbox has to prevent, from within: reading and writing files of the machine, the network and the processes
 * of the machine (by the kernel's numbers of its namespaces), rights of an administrator, more namespaces, environment
 * variables, and more processes than allowed.
 */
final class SelfTest {

    private static final Duration TIME = Duration.ofSeconds(20);
    private static final int PROCESSES = 24;
    private static final int OUTPUT_BYTES = 1 << 16;
    private static final List<String> NAMESPACES = List.of("user", "pid", "net", "mnt", "ipc", "uts");
    private static final Limits LIMITS = new Limits(256, true, PROCESSES, 10, 1, 64);

    private static final String PROBE = """
            echo uid=$(id -u)
            for n in user pid net mnt ipc uts; do echo $n=$(readlink /proc/self/ns/$n); done
            echo devices=$(tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' ' | tr '\\n' ,)
            if [ -e "$1" ]; then echo host_file=visible; fi
            if ( : > /usr/reason4j-probe ) 2>/dev/null; then echo written=/usr; fi
            if ( : > /reason4j-probe ) 2>/dev/null; then echo written=/; fi
            if ( : > /dev/reason4j-probe ) 2>/dev/null; then echo written=/dev; fi
            if ( : > /tmp/reason4j-probe ) 2>/dev/null; then echo temporary=writable; fi
            if kill -0 $2 2>/dev/null; then echo host_process=visible; fi
            if unshare --user true 2>/dev/null; then echo user_namespaces=allowed; fi
            if [ -n "$REASON4J_PROBE$JAVA_HOME$USER" ]; then echo environment=inherited; fi
            echo 0 > /tmp/forks
            ( n=0; while [ $n -lt $3 ]; do sleep 9 & n=$((n+1)); echo $n > /tmp/forks; done ) 2>/dev/null
            read forks < /tmp/forks
            echo forks=$forks
            """;

    private SelfTest() {}

    /** Runs the test; returns what is wrong, nothing where the mechanism is safe. */
    static Optional<String> problem(Mechanism mechanism, Path directory) throws IOException, InterruptedException {
        String end = UUID.randomUUID().toString();
        Path secret = Files.createFile(directory.resolve("secret-" + end));
        List<String> program = List.of(
                "/bin/sh",
                "-c",
                PROBE + "\necho " + end,
                "sh",
                secret.toString(),
                String.valueOf(ProcessHandle.current().pid()),
                String.valueOf(PROCESSES * 4));
        try (Sandboxes sandboxes = new Sandboxes(mechanism);
                Sandbox sandbox = sandboxes.start(Room.ofSystem("probe"), LIMITS, program, OUTPUT_BYTES)) {
            byte[] written = sandbox.receiveUntil((end + "\n").getBytes(StandardCharsets.UTF_8), TIME);
            return problem(facts(new String(written, StandardCharsets.UTF_8)));
        } catch (Sandbox.NoAnswerException e) {
            return Optional.of(
                    e.loss() == Sandbox.Loss.LATE
                            ? "a program in it did not end within " + TIME.toSeconds() + " seconds"
                            : "a program in it did not run: " + reason(mechanism, program));
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /** Starts it once more, to tell what it writes to its standard error. */
    private static String reason(Mechanism mechanism, List<String> program) throws IOException, InterruptedException {
        try (Sandboxes sandboxes = new Sandboxes(mechanism);
                Sandbox sandbox = sandboxes.start(Room.ofSystem("probe"), LIMITS, program, OUTPUT_BYTES)) {
            sandbox.awaitEnd(TIME);
            return sandbox.lastWords().replace('\n', ' ');
        }
    }

    private static Map<String, String> facts(String written) {
        Map<String, String> facts = new HashMap<>();
        written.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> facts.put(parts[0], parts[1]));
        return facts;
    }

    private static Optional<String> problem(Map<String, String> facts) throws IOException {
        List<String> problems = new ArrayList<>();
        if (facts.getOrDefault("uid", "0").equals("0")) {
            problems.add("programs in it are run by root");
        }
        for (String namespace : NAMESPACES) {
            String own =
                    Files.readSymbolicLink(Path.of("/proc/self/ns", namespace)).toString();
            String seen = facts.getOrDefault(namespace, "");
            if (seen.isEmpty() || seen.equals(own)) {
                problems.add("it has no " + namespace + " namespace of its own");
            }
        }
        if (!facts.getOrDefault("devices", "?").equals("lo,")) {
            problems.add("it has network devices: " + facts.get("devices"));
        }
        for (String sign : List.of("host_file", "written", "host_process", "user_namespaces", "environment")) {
            if (facts.containsKey(sign)) {
                problems.add(sign.replace('_', ' ') + ": " + facts.get(sign));
            }
        }
        if (!facts.containsKey("temporary")) {
            problems.add("its /tmp can't be written");
        }
        if (Integer.parseInt(facts.getOrDefault("forks", "0")) > PROCESSES) {
            problems.add(facts.get("forks") + " processes could be started with a limit of " + PROCESSES);
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }
}
