package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.reason4j.reward.code.sandbox.Room;

/** Interpreters of the machine: what a sandbox has to show for each. */
final class Interpreters {

    private static final long ASK_SECONDS = 20;
    private static final int MOST_BYTES = 1 << 14;
    private static final Path SYSTEM = Path.of("/usr");

    private Interpreters() {}

    /** A Python; empty where it does not run. */
    static Optional<Interpreter> python(Path program) throws IOException, InterruptedException {
        Optional<List<String>> places = ask(
                List.of(program.toString(), "-I", "-c", "import sys; print(sys.executable); print(sys.base_prefix)"),
                2);
        if (places.isEmpty()) {
            return Optional.empty();
        }
        Path executable = Path.of(places.get().get(0)).toRealPath();
        Room room = withInstallation(
                Room.ofSystem("python"), executable, Path.of(places.get().get(1)));
        return Optional.of(new Interpreter(List.of(executable.toString(), "-I", "-S", "-B"), "py", room, true));
    }

    /** A Node.js; empty where it does not run. */
    static Optional<Interpreter> node(Path program, int memoryMegabytes) throws IOException, InterruptedException {
        Optional<List<String>> places = ask(List.of(program.toString(), "-p", "process.execPath"), 1);
        if (places.isEmpty()) {
            return Optional.empty();
        }
        Path executable = Path.of(places.get().get(0)).toRealPath();
        Room room = withInstallation(Room.ofSystem("node"), executable, executable);
        String memory = "--max-old-space-size=" + memoryMegabytes;
        List<String> command = List.of(executable.toString(), memory, "--v8-pool-size=1", "--single-threaded-gc");
        return Optional.of(new Interpreter(command, "js", room, false));
    }

    /** A shell. */
    static Interpreter shell(Path program) throws IOException {
        Path executable = program.toRealPath();
        Room room = withInstallation(Room.ofSystem("shell"), executable, executable);
        return new Interpreter(List.of(executable.toString()), "sh", room, true);
    }

    private static Room withInstallation(Room room, Path executable, Path prefix) {
        Room seen = executable.startsWith(SYSTEM) ? room : room.with(executable);
        boolean seenWhole = prefix.startsWith(SYSTEM) || prefix.equals(executable);
        return seenWhole ? seen : room.with(prefix).with(executable);
    }

    /** The first lines that a program of the machine writes; empty if it fails. */
    static Optional<List<String>> ask(List<String> command, int lines) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        process.getOutputStream().close();
        byte[] written = process.getInputStream().readNBytes(MOST_BYTES);
        boolean ended = process.waitFor(ASK_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        List<String> all = new String(written, StandardCharsets.UTF_8).lines().toList();
        return ended && process.exitValue() == 0 && all.size() >= lines ? Optional.of(all) : Optional.empty();
    }
}
