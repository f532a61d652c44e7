package org.reason4j.reward.code.run;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.reason4j.reward.code.sandbox.Limits;
import org.reason4j.reward.code.sandbox.Programs;
import org.reason4j.reward.code.sandbox.Room;
import org.reason4j.reward.code.sandbox.Sandbox;
import org.reason4j.reward.code.sandbox.Sandbox.NoAnswerException;
import org.reason4j.reward.code.sandbox.Sandboxes;
import org.reason4j.reward.code.worker.Wire;

/**
 * Virtual machines that wait for Java programs, each in a sandbox of its own. One is given to a program and taken back if it
 * is as it was before; any other is ended.
 */
final class JavaWorkers {

    private static final List<String> CLASSES = List.of(
            "Arguments",
            "Assertions",
            "Execution",
            "Execution$BoundedOutput",
            "Execution$ExitError",
            "Execution$OutputError",
            "Exit",
            "ExitRedirect",
            "Hiding",
            "Machine",
            "Program",
            "ProgramLoader",
            "SourceCompiler",
            "SourceCompiler$Compiled",
            "SourceCompiler$InMemory",
            "SourceCompiler$InMemory$1",
            "SourceCompiler$Source",
            "SourceCompiler$SourceException",
            "Wire",
            "Worker");

    private static final String PACKAGE = "org.reason4j.reward.code.worker";
    private static final int THREADS = 64;
    private static final int OPEN_FILES = 256;
    private static final int REPLY_SPARE_BYTES = 1 << 20;
    private static final int VIRTUAL_MACHINE_MEGABYTES = 400;
    private static final int FIRST_WITH_NATIVE_ACCESS = 22;

    private final Path home;
    private final Sandboxes sandboxes;
    private final RunLimits limits;
    private final Room room;
    private final int mostIdle;
    private final Deque<JavaWorker> idle = new ConcurrentLinkedDeque<>();

    JavaWorkers(Path home, Sandboxes sandboxes, RunLimits limits, Path directory, int mostIdle) throws IOException {
        this.home = home;
        this.sandboxes = sandboxes;
        this.limits = limits;
        this.mostIdle = mostIdle;
        this.room = room(home, sandboxes, classes(directory));
    }

    private static Path classes(Path directory) throws IOException {
        Path classes = directory.resolve("worker");
        if (Files.exists(classes)) {
            return classes;
        }
        Path folder = Files.createDirectories(classes.resolve(PACKAGE.replace('.', '/')));
        for (String name : CLASSES) {
            String file = name + ".class";
            try (InputStream bytes = Objects.requireNonNull(Wire.class.getResourceAsStream(file), file)) {
                Files.copy(bytes, folder.resolve(file));
            }
        }
        return classes;
    }

    /** Libraries and the JDK: a program that starts others finds none. */
    private static Room room(Path home, Sandboxes sandboxes, Path classes) throws IOException {
        List<Path> tools = new ArrayList<>();
        for (String tool : sandboxes.mechanism().tools()) {
            tools.add(
                    Programs.find(tool).orElseThrow(() -> new IOException("There is no program " + tool + " in PATH")));
        }
        Room room = Room.ofLibraries("java", tools).with(home).with("/worker", classes);
        try (DirectoryStream<Path> settings =
                Files.newDirectoryStream(Path.of("/etc"), "java*")) { // Debian's JDKs link there
            for (Path setting : settings) {
                room = room.with(setting);
            }
        }
        return room;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        command.addAll(List.of("-Xmx" + limits.memoryMegabytes() + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisplayVMOutputToStderr"));
        command.addAll(List.of("-Xshare:auto", "-Djava.io.tmpdir=/tmp", "-Dfile.encoding=UTF-8"));
        command.addAll(List.of("--limit-modules", "java.base,java.logging,jdk.compiler"));
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
            command.add("--enable-native-access=java.logging");
        }
        command.addAll(List.of("-cp", "/worker", PACKAGE + ".Worker", String.valueOf(limits.outputBytes())));
        return command;
    }

    /** A worker for one program. */
    JavaWorker take() throws IOException, InterruptedException {
        for (JavaWorker worker = idle.poll(); worker != null; worker = idle.poll()) {
            if (worker.isAlive()) {
                return worker;
            }
            worker.close();
        }
        return start();
    }

    /** Takes a worker back after its program. */
    void giveBack(JavaWorker worker) {
        if (worker.isClean() && worker.isAlive() && idle.size() < mostIdle) {
            idle.push(worker);
        } else {
            worker.close();
        }
    }

    private JavaWorker start() throws IOException, InterruptedException {
        int memory = limits.memoryMegabytes() + VIRTUAL_MACHINE_MEGABYTES;
        Limits bounds = new Limits(
                memory, false, limits.processes() + THREADS, Integer.MAX_VALUE, limits.fileMegabytes(), OPEN_FILES);
        Sandbox sandbox = sandboxes.start(room, bounds, command(), limits.outputBytes() + REPLY_SPARE_BYTES);
        JavaWorker worker = new JavaWorker(sandbox);
        try {
            worker.ask(hello(), RunLimits.START);
            return worker;
        } catch (NoAnswerException e) {
            String words = sandbox.lastWords();
            worker.close();
            throw new IOException(
                    "A virtual machine in a sandbox of " + sandboxes.mechanism().name() + " did not start: " + e.loss()
                            + (words.isEmpty() ? "" : ", " + words),
                    e);
        } catch (InterruptedException | IOException e) {
            worker.close();
            throw e;
        }
    }

    private static byte[] hello() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream request = new DataOutputStream(bytes);
        request.writeByte(Wire.COMPILE);
        Wire.text(request, "class A {}");
        Wire.text(request, "");
        return bytes.toByteArray();
    }
}
