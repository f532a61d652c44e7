package org.reason4j.environment.tools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tool that is a program: answers with what its input asks for, and breaks in the way that its input asks for. */
final class Program {

    private static final Pattern INPUT = Pattern.compile("\"input\":\"([^\"]*)\"");
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Program() {}

    /** The command that starts the program; {@code options} follow the class on the JVM's command line. */
    static List<String> command(String... options) throws Exception {
        Path classes = Path.of(Program.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classes.toString(),
                Program.class.getName()));
        command.addAll(List.of(options));
        return command;
    }

    /** A tool with default settings and that command. */
    static ToolConfig tool(String name, ToolConfig.Kind kind, List<String> command) {
        return new ToolConfig(
                name, kind, "", command, Optional.empty(), Optional.empty(), List.of(), Map.of(), 4, 5, 2);
    }

    public static void main(String[] options) throws Exception {
        List<String> wanted = List.of(options);
        if (wanted.contains("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> sleep(600_000)));
        }
        if (wanted.contains("child")) {
            new ProcessBuilder(command("stubborn")).redirectErrorStream(true).start();
        }
        if (wanted.contains("forgetful")) {
            startWithoutClosing(wanted.contains("stays") ? "stays" : "reads");
            if (wanted.contains("asleep")) {
                sleep(600_000);
            }
            return;
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int calls = 0;
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            Matcher matcher = INPUT.matcher(line);
            answer(matcher.find() ? matcher.group(1) : "", ++calls);
        }
        if (wanted.contains("stays")) {
            sleep(600_000);
        }
    }

    /** Uses a tool as a run does that ends without closing anything, and tells the tool's process id. */
    private static void startWithoutClosing(String option) throws Exception {
        ToolConfig config = Program.tool("demo", ToolConfig.Kind.PROCESS, command(option));
        Tool.Session session = new ProcessTool(config).begin(new EpisodeKey(Episodes.PROMPT, 0));
        OUT.println(((Answer.Output) session.answer(new Call("demo", "pid"), 1)).text());
    }

    private static void answer(String input, int calls) throws IOException {
        switch (input) {
            case "pid" -> output(String.valueOf(ProcessHandle.current().pid()));
            case "child" ->
                output(String.valueOf(ProcessHandle.current()
                        .children()
                        .findFirst()
                        .orElseThrow()
                        .pid()));
            case "calls" -> output(String.valueOf(calls));
            case "directory" ->
                output(Path.of("").toAbsolutePath().getFileName().toString());
            case "reward" -> OUT.println("{\"output\":\"ok\",\"reward\":0.5}");
            case "done" -> OUT.println("{\"done\":true,\"reward\":1}");
            case "refuse" -> OUT.println("{\"error\":\"no\"}");
            default -> misbehave(input);
        }
    }

    /** Breaks in the way that the input names; answers any other input with itself. */
    private static void misbehave(String input) throws IOException {
        switch (input) {
            case "crash" -> {
                System.err.println("first line");
                System.err.println("disk on fire");
                System.exit(7);
            }
            case "hang" -> {
                System.err.println("waiting for the moon");
                sleep(600_000);
            }
            case "garbage" -> OUT.println("42 is the answer");
            case "twice" -> {
                output("1");
                output("2");
            }
            case "bytes" -> {
                System.out.write(new byte[] {'{', (byte) 0xff, '\n'});
                System.out.flush();
            }
            case "endless" -> {
                while (!OUT.checkError()) {
                    OUT.print("x".repeat(8192));
                }
            }
            case "chatty" -> {
                System.err.println("y".repeat(1 << 20));
                output("ok");
            }
            case "close" -> {
                OUT.close();
                sleep(600_000);
            }
            default -> output(input);
        }
    }

    private static void output(String text) {
        OUT.println("{\"output\":\"" + text + "\"}");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
