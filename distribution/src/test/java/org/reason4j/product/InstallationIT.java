package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product, unpacked where people put it: a path with spaces and an umlaut, read-only, reached through a symbolic link, with
 * nothing beside it but Java and the tools of a small Linux, which has no locale. Where the tests run as root, whom permissions do not bind, it is used by another
 * user.
 */
@DisabledOnOs(OS.WINDOWS)
class InstallationIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** What the launcher calls. */
    private static final List<String> TOOLS = List.of("sh", "dirname", "readlink", "sed", "head", "getconf");

    @TempDir
    private static Path scratch;

    private static Path installation;
    private static Path launcher; // a link
    private static Path home;
    private static Map<String, String> before;

    @BeforeAll
    static void install() throws Exception {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path place = Files.createDirectories(scratch.resolve("my tools/für alle"));
        unpack(place);
        try (Stream<Path> unpacked = Files.list(place)) {
            installation = unpacked.findFirst().orElseThrow();
        }
        system("chmod", "-R", "a-w,a+rX", place.toString());
        launcher = Files.createSymbolicLink(
                Files.createDirectory(scratch.resolve("bin")).resolve("r4j"), installation.resolve("bin/reason4j"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(scratch.resolve("bin").resolve(tool), program(tool));
        }
        home = Files.createDirectory(scratch.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        before = contents();
    }

    /** Unpacks the archive of a release where the build made one, and else an archive of the assembled directory. */
    private static void unpack(Path place) throws Exception {
        Optional<Path> release;
        try (Stream<Path> files = Files.list(TARGET)) {
            release = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst();
        }
        Path archive = release.orElse(scratch.resolve("reason4j.tar"));
        if (release.isEmpty()) {
            system("tar", "-C", TARGET.toString(), "-cf", archive.toString(), "reason4j");
        }
        system("tar", "-C", place.toString(), "-xf", archive.toString());
    }

    @AfterAll
    static void permitToDelete() throws Exception {
        system("chmod", "-R", "u+w", scratch.toString());
    }

    @Test
    void pluginsAreListedDescribedAndUsedForTwoStepsAndNothingIsWrittenIntoTheInstallation() throws Exception {
        EndedProgram list = run("plugins", "list");
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out()).contains("optimizer-grpo", "reward-rulebased").doesNotContain("refused");

        EndedProgram shaded = run("plugins", "describe", "rubric"); // of a jar that was put together with a library
        assertThat(shaded.exitCode()).as(shaded.err()).isZero();
        assertThat(shaded.out()).contains("rating that means 0, in mode `LIKERT`");

        Path driver = scratch.resolve("bin/nvidia-smi");
        Files.writeString(driver, "#!/bin/sh\necho '570.124.06, NVIDIA H200, 143771 MiB'\n");
        Files.setPosixFilePermissions(driver, PosixFilePermissions.fromString("rwxr-xr-x"));
        EndedProgram doctor = run("doctor");
        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
        assertThat(doctor.out()).contains("This machine can train.");
        assertThat(doctor.out().lines())
                .anyMatch(line -> line.matches("ok +NVIDIA driver +570[.]124[.]06; NVIDIA H200 \\(143771 MiB\\)"));

        List<String> train = new ArrayList<>(List.of("train", installation + "/examples/quickstart.yaml"));
        train.addAll(List.of("supervised.steps=1", "supervised.batchSize=4", "training.steps=2"));
        train.addAll(List.of("training.promptsPerStep=2", "rollout.maxTokens=8", "evaluation.limit=2"));
        train.addAll(List.of(
                "evaluation.samples=0",
                "evaluation.k=[]",
                "trackers=[console, jsonl]",
                "--output",
                home.resolve("run").toString()));
        EndedProgram trained = run(train.toArray(String[]::new));
        assertThat(trained.exitCode()).as(trained.out() + trained.err()).isZero();
        assertThat(Files.readAllLines(home.resolve("run/metrics.jsonl"))).hasSize(2);
        assertThat(home.resolve("run/report.html")).doesNotExist();
        assertThat(trained.out()).doesNotContain("Report:");

        assertThat(contents()).isEqualTo(before);
    }

    private static EndedProgram run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of(program("setpriv").toString(), "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", scratch.resolve("bin").toString(),
                        "JAVA_HOME", System.getProperty("java.home"),
                        "JAVA_OPTS", "-Duser.home=" + home));
        return EndedProgram.of(builder, scratch);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Hash of every file, and the directories, of the installation. */
    private static Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(installation)) {
            for (Path file : files.toList()) {
                contents.put(
                        installation.relativize(file).toString(),
                        Files.isDirectory(file)
                                ? "directory"
                                : MoreFiles.asByteSource(file)
                                        .hash(Hashing.sha256())
                                        .toString());
            }
        }
        return contents;
    }

    private static Path program(String name) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static void system(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + ": " + out).isZero();
    }
}
