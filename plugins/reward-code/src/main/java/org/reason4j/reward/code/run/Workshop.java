package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.code.sandbox.Mechanism;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.sandbox.Programs;
import org.reason4j.reward.code.sandbox.Sandboxes;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.reward.code.suite.TestSuite;
import org.reason4j.reward.code.suite.TestSuite.Streams;
import org.reason4j.reward.code.suite.UnusableTestsException;

/**
 * Everything that runs programs: the mechanism of sandboxes, and a runner for each language. All of it is tried when it is
 * made.
 */
public final class Workshop implements AutoCloseable {

    /**
     * What a recipe says about programs.
     *
     * @param languages languages of programs
     * @param sandbox the mechanism of sandboxes
     * @param limits bounds of a program
     * @param comparison when results are right
     * @param python name or path of Python
     * @param node name or path of Node.js
     * @param javaHome home of a JDK; empty for that of this process
     * @param parallel programs at a time
     * @param component name of the component whose recipe it is, for messages
     */
    public record Order(
            List<Language> languages,
            Mechanisms.Choice sandbox,
            RunLimits limits,
            Comparison comparison,
            String python,
            String node,
            String javaHome,
            int parallel,
            String component) {}

    private static final String HELLO = "reason4j";

    private final Order order;
    private final Path directory;
    private final Sandboxes sandboxes;
    private final Map<Language, Runner> runners = new EnumMap<>(Language.class);
    private final Map<Language, Console> consoles = new EnumMap<>(Language.class);

    private Workshop(Order order, Path directory, Sandboxes sandboxes) {
        this.order = order;
        this.directory = directory;
        this.sandboxes = sandboxes;
    }

    /**
     * Finds a mechanism and an interpreter for each language, and runs a program in each.
     *
     * @throws ConfigException if one is missing; the message says which, and what to install
     */
    public static Workshop open(Order order) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("reason4j-sandbox-");
        Workshop made = null;
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Mechanism mechanism = Mechanisms.safe(order.sandbox(), directory);
            Scripts.write(directory.resolve("runner"));
            made = new Workshop(order, directory, new Sandboxes(mechanism));
            for (Language language : order.languages()) {
                made.runners.put(language, made.runner(language));
            }
            Workshop whole = made;
            made = null;
            return whole;
        } finally {
            if (made != null) {
                made.close();
            }
        }
    }

    /** The mechanism of its sandboxes. */
    public Mechanism mechanism() {
        return sandboxes.mechanism();
    }

    /** Runs a program of a language with tests; see {@link Runner#run}. */
    public List<Verdict> run(Language language, String program, TestSuite suite, boolean stopEarly)
            throws IOException, InterruptedException, UnusableTestsException {
        Runner runner = runners.get(language);
        if (runner == null) {
            throw new UnusableTestsException(
                    "its programs are " + language.label() + ", which is none of the setting languages");
        }
        return runner.run(program, suite, stopEarly);
    }

    /**
     * Runs a program of a language for what it prints. Safe for use by many threads; an interruption ends the program.
     *
     * @throws IOException if there is no sandbox
     */
    public Printed print(Language language, String program) throws IOException, InterruptedException {
        Console console = consoles.get(language);
        if (console == null) {
            throw new IllegalStateException("no interpreter of " + language + " among " + consoles.keySet());
        }
        return console.run(program);
    }

    private Runner runner(Language language) throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        for (Path place : places(language, problems)) {
            Optional<Runner> runner = runner(language, place);
            if (runner.isPresent() && works(runner.get(), hello(language), problems)) {
                return runner.get();
            }
            problems.add(place + " does not run in a sandbox");
        }
        String found = problems.isEmpty() ? "no " + wanted(language) + " in PATH" : String.join("; ", problems);
        throw new ConfigException(order.component() + ": programs of " + language.label() + " can't be run: " + found
                + ". Install " + wanted(language) + ", or leave " + language + " out of " + order.component()
                + ".languages.");
    }

    /** Programs that may run a language, or homes of JDKs, in the order in which they are tried. */
    private List<Path> places(Language language, List<String> problems) throws IOException {
        return switch (language) {
            case PYTHON -> Programs.all(order.python());
            case JAVASCRIPT -> Programs.all(order.node());
            case SHELL -> Programs.all(Programs.find("bash").isPresent() ? "bash" : "sh");
            case JAVA -> JavaHomes.find(order.javaHome(), problems);
        };
    }

    private Optional<Runner> runner(Language language, Path place) throws IOException, InterruptedException {
        Optional<Interpreter> interpreter = switch (language) {
            case PYTHON -> Interpreters.python(place);
            case JAVASCRIPT -> Interpreters.node(place, order.limits().memoryMegabytes());
            case SHELL -> Optional.of(Interpreters.shell(place));
            case JAVA -> Optional.empty();
        };
        return language == Language.JAVA ? Optional.of(java(place)) : interpreter.map(found -> script(language, found));
    }

    private Runner java(Path home) throws IOException {
        JavaWorkers workers = new JavaWorkers(home, sandboxes, order.limits(), directory, order.parallel());
        return new JavaRunner(workers, order.limits(), order.comparison());
    }

    private Runner script(Language language, Interpreter interpreter) {
        consoles.put(language, new Console(interpreter, sandboxes, order.limits(), directory));
        ScriptRunner scripts = new ScriptRunner(interpreter, sandboxes, order.limits(), order.comparison(), directory);
        if (language != Language.PYTHON) {
            return scripts;
        }
        AssertRunner asserts = new AssertRunner(interpreter, sandboxes, order.limits(), directory);
        return (program, suite, stopEarly) -> suite instanceof TestSuite.Asserts
                ? asserts.run(program, suite, stopEarly)
                : scripts.run(program, suite, stopEarly);
    }

    private static boolean works(Runner runner, String program, List<String> problems) throws InterruptedException {
        try {
            TestSuite suite = new Streams(List.of(new Streams.Case("", HELLO, 1)));
            return runner.run(program, suite, true).equals(List.of(Verdict.PASSED));
        } catch (IOException | UnusableTestsException e) {
            problems.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static String hello(Language language) {
        return switch (language) {
            case PYTHON -> "import sys, json, math\nprint('" + HELLO + "')";
            case JAVASCRIPT -> "console.log('" + HELLO + "')";
            case SHELL -> "echo " + HELLO;
            case JAVA ->
                "public class Main { public static void main(String[] a) { System.out.println(\"" + HELLO + "\"); } }";
        };
    }

    private static String wanted(Language language) {
        return switch (language) {
            case PYTHON -> "python3";
            case JAVASCRIPT -> "node";
            case SHELL -> "bash";
            case JAVA -> "a JDK, 17 or newer";
        };
    }

    /** Ends all programs and deletes their files. */
    @Override
    public void close() {
        sandboxes.close();
        Sandboxes.delete(directory);
    }
}
