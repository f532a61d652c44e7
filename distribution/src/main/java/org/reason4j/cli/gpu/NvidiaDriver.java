package org.reason4j.cli.gpu;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * NVIDIA's driver and its GPUs, as NVIDIA's program {@code nvidia-smi} tells them.
 *
 * @param fits whether CUDA 12.8 runs on it
 * @param found what was found
 * @param advice what to do; empty where it fits
 */
public record NvidiaDriver(boolean fits, String found, String advice) {

    /** The driver that NVIDIA's release notes name for CUDA 12.8. */
    public static final String NEEDED = "570.26 or newer (on Windows 570.65)";

    private static final String PROGRAM = "nvidia-smi";
    private static final List<String> QUESTION =
            List.of("--query-gpu=driver_version,name,memory.total", "--format=csv,noheader");
    private static final Pattern GPU = Pattern.compile("(\\d+)[.](\\d+)(\\S*), (.+), (.+)");
    private static final int MAJOR = 570;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Asks the {@code nvidia-smi} on the path of an environment. */
    public static NvidiaDriver look(Map<String, String> environment) throws InterruptedException {
        return look(environment, PATIENCE);
    }

    static NvidiaDriver look(Map<String, String> environment, Duration patience) throws InterruptedException {
        Optional<Path> program = program(environment);
        if (program.isEmpty()) {
            return new NvidiaDriver(
                    false,
                    "no " + PROGRAM + " on the PATH",
                    "Nothing to do without an NVIDIA GPU. With one, install its driver, " + NEEDED + "; " + PROGRAM
                            + " comes with it.");
        }
        try {
            return ask(program.get(), patience);
        } catch (IOException e) {
            return silent(program.get() + " can't be run: " + e.getMessage());
        }
    }

    private static Optional<Path> program(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> Stream.of(PROGRAM, PROGRAM + ".exe").map(Path.of(directory)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static NvidiaDriver ask(Path program, Duration patience) throws IOException, InterruptedException {
        Path answer = Files.createTempFile(PROGRAM, ".txt");
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), QUESTION.stream())
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(answer.toFile())
                    .start();
            try {
                process.getOutputStream().close();
                return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                        ? read(program, process.exitValue(), Files.readString(answer))
                        : silent(program + " did not answer within " + patience.toSeconds() + " seconds");
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(answer);
        }
    }

    private static NvidiaDriver read(Path program, int status, String answer) {
        List<String> lines = answer.strip().lines().toList();
        List<Matcher> gpus = lines.stream().map(GPU::matcher).toList();
        if (status != 0 || gpus.isEmpty() || !gpus.stream().allMatch(Matcher::matches)) {
            return silent(program + " ended with status " + status + ": "
                    + lines.stream().findFirst().orElse("it printed nothing"));
        }
        Matcher first = gpus.get(0);
        String version = first.group(1) + "." + first.group(2) + first.group(3);
        String found = version + "; "
                + gpus.stream()
                        .map(gpu -> gpu.group(4) + " (" + gpu.group(5) + ")")
                        .collect(Collectors.joining(", "));
        return isNewEnough(Integer.parseInt(first.group(1)), Integer.parseInt(first.group(2)))
                ? new NvidiaDriver(true, found, "")
                : new NvidiaDriver(
                        false,
                        found,
                        "Install a driver that is " + NEEDED
                                + ": CUDA 12.8 needs it. From 525.60 (on Windows 528.33) on,"
                                + " NVIDIA promises to run CUDA 12 in part.");
    }

    private static boolean isNewEnough(int major, int minor) {
        int least = File.separatorChar == '\\' ? 65 : 26;
        return Arrays.compare(new int[] {major, minor}, new int[] {MAJOR, least}) >= 0;
    }

    private static NvidiaDriver silent(String found) {
        return new NvidiaDriver(
                false,
                found,
                "Run " + PROGRAM + " yourself: it must list the GPU. Its message says what the driver lacks.");
    }
}
