package org.reason4j.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The assembled directory, started the ways people start it. */
@DisabledOnOs(OS.WINDOWS)
class ProductIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final Path LAUNCHER = PRODUCT.resolve("bin/reason4j");

    @TempDir
    private Path scratch;

    @Test
    void itAnswersWithTheVersionThatTheVersionFileNames() throws Exception {
        String version = Files.readString(PRODUCT.resolve("VERSION")).strip();

        EndedProgram outcome = run(Map.of(), LAUNCHER, "--version");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().findFirst()).contains("reason4j " + version);
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void itStartsThroughASymbolicLinkToADirectoryWithSpaces() throws Exception {
        Path directory = Files.createSymbolicLink(scratch.resolve("a directory"), PRODUCT);
        Path first = Files.createSymbolicLink(scratch.resolve("first"), Path.of("a directory/bin/reason4j"));
        Path second = Files.createSymbolicLink(scratch.resolve("second"), first);

        assertThat(run(Map.of(), directory.resolve("bin/reason4j"), "--version").exitCode())
                .isZero();
        assertThat(run(Map.of(), second, "--version").exitCode()).isZero();
    }

    @Test
    void aDirectoryWithSpacesReachesJavaInOnePiece() throws Exception {
        Path home =
                Files.createDirectories(scratch.resolve("my tools/reason4j 1")).toRealPath();
        Path launcher = Files.createDirectory(home.resolve("bin")).resolve("reason4j");
        Files.copy(LAUNCHER, launcher, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Path java = fakeJava("17.0.15");

        EndedProgram outcome =
                run(Map.of("JAVA_HOME", java.toString(), "JAVA_OPTS", "-Xmx1g -Da=*"), launcher, "train", "a b");

        assertThat(outcome.out().lines())
                .containsExactly(
                        "[-Dreason4j.home=" + home + "]",
                        "[-Xms96m]",
                        "[-XX:+AlwaysPreTouch]",
                        "[-Dai.djl.offline=true]",
                        "[-Xmx1g]",
                        "[-Da=*]",
                        "[-cp]",
                        "[" + home + "/lib/*:" + home + "/conf]",
                        "[org.reason4j.cli.Main]",
                        "[train]",
                        "[a b]");
    }

    @Test
    void theFirstCommandMakesAnArchiveOfClassesThatLaterOnesReadFrom() throws Exception {
        Path cache = scratch.resolve("a cache");
        Map<String, String> environment = Map.of("REASON4J_CACHE", cache.toString());

        EndedProgram first = run(environment, LAUNCHER, "--version");
        assertThat(first.err()).isEmpty();
        assertThat(archives(cache))
                .hasSize(1)
                .first()
                .satisfies(archive -> assertThat(archive).isNotEmptyFile());

        Path log = scratch.resolve("classes.log");
        EndedProgram second = run(
                Map.of("REASON4J_CACHE", cache.toString(), "JAVA_OPTS", "-Xlog:class+load:file=" + log),
                LAUNCHER,
                "--version");
        assertThat(second).isEqualTo(first);
        assertThat(Files.readString(log))
                .containsPattern("org[.]reason4j[.]cli[.]Main source: shared objects file \\(top\\)");
        assertThat(archives(cache)).hasSize(1);
    }

    @Test
    void aDamagedArchiveOfClassesChangesNothing() throws Exception {
        Path cache = scratch.resolve("cache");
        Map<String, String> environment = Map.of("REASON4J_CACHE", cache.toString());
        EndedProgram before = run(environment, LAUNCHER, "plugins", "list");
        Files.writeString(archives(cache).get(0), "no archive");

        assertThat(run(environment, LAUNCHER, "plugins", "list")).isEqualTo(before);
        assertThat(before.exitCode()).isZero();
    }

    @Test
    void aJavaThatMakesNoArchiveIsAskedOnce() throws Exception {
        Path runs = scratch.resolve("runs.txt");
        String java = fakeJava("17", "printf '%s ' \"$@\" >>'" + runs + "'; echo >>'" + runs + "'; exit 1")
                .toString();
        Map<String, String> environment = Map.of(
                "JAVA_HOME", java, "REASON4J_CACHE", scratch.resolve("cache").toString());

        run(environment, LAUNCHER, "--version");
        run(environment, LAUNCHER, "--version");

        assertThat(Files.readAllLines(runs))
                .hasSize(3)
                .satisfiesOnlyOnce(line -> assertThat(line).contains("-XX:ArchiveClassesAtExit="))
                .noneMatch(line -> line.contains("-XX:SharedArchiveFile="));
    }

    @Test
    void commandsThatComputeNothingStartASmallJavaUnlessTheUserChoseOne() throws Exception {
        String java = fakeJava("17").toString();

        assertThat(run(Map.of("JAVA_HOME", java), LAUNCHER, "plugins", "list")
                        .out()
                        .lines())
                .contains("[-XX:TieredStopAtLevel=1]", "[-XX:+UseSerialGC]")
                .doesNotContain("[-Xms96m]");
        assertThat(run(Map.of("JAVA_HOME", java), LAUNCHER, "train").out().lines())
                .contains("[-Xms96m]")
                .doesNotContain("[-XX:TieredStopAtLevel=1]");
        assertThat(run(Map.of("JAVA_HOME", java, "JAVA_OPTS", "-XX:+UseZGC"), LAUNCHER, "plugins", "list")
                        .out()
                        .lines())
                .contains("[-XX:+UseZGC]")
                .doesNotContain("[-XX:+UseSerialGC]");
    }

    @Test
    void aNewerJavaIsToldThatNativeAccessIsMeant() throws Exception {
        EndedProgram outcome = run(Map.of("JAVA_HOME", fakeJava("25").toString()), LAUNCHER);

        assertThat(outcome.out().lines())
                .startsWith("[--enable-native-access=ALL-UNNAMED]", "[--sun-misc-unsafe-memory-access=allow]");
    }

    @Test
    void waitingThreadsSleepUnlessTheUserSaysOtherwise() throws Exception {
        String java = fakeJava("17", "printf '%s' \"$OMP_WAIT_POLICY\"").toString();

        assertThat(run(Map.of("JAVA_HOME", java, "OMP_WAIT_POLICY", ""), LAUNCHER)
                        .out())
                .isEqualTo("passive");
        assertThat(run(Map.of("JAVA_HOME", java, "OMP_WAIT_POLICY", "active"), LAUNCHER)
                        .out())
                .isEqualTo("active");
    }

    @Test
    void anOlderJavaIsRefused() throws Exception {
        for (String version : List.of("11.0.2", "1.8.0_402", "16-ea")) {
            EndedProgram outcome = run(Map.of("JAVA_HOME", fakeJava(version).toString()), LAUNCHER, "--version");

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).contains("is Java " + version + ", but reason4j needs 17 or newer");
        }
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        EndedProgram outcome = run(Map.of("JAVA_HOME", scratch.toString()), LAUNCHER, "--version");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("JAVA_HOME is '" + scratch + "'");
    }

    @Test
    void noJavaAtAllIsSaid() throws Exception {
        Path tools = Files.createDirectory(scratch.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "sed", "head")) {
            Files.createSymbolicLink(tools.resolve(tool), program(tool));
        }
        EndedProgram outcome = run(Map.of("JAVA_HOME", "", "PATH", tools.toString()), LAUNCHER, "--version");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("No Java found");
    }

    @Test
    void pluginsAreInTheirDirectoryAndNotOnTheClassPath() throws IOException {
        List<String> plugins = names(PRODUCT.resolve("plugins"));

        assertThat(plugins).isNotEmpty().allMatch(name -> name.endsWith(".jar"));
        assertThat(names(PRODUCT.resolve("lib")))
                .doesNotContainAnyElementsOf(plugins)
                .anyMatch(name -> name.startsWith("reason4j-trainer-"))
                .anyMatch(name -> name.startsWith("pytorch-native-cpu-"))
                .noneMatch(name -> name.contains("junit") || name.contains("archunit"));
    }

    @Test
    void theSchemaThatItsExamplesNameIsTheOneThatItPrints() throws Exception {
        Map<String, String> withoutPluginsOfTheUser = Map.of(
                "REASON4J_PLUGINS",
                Files.createDirectory(scratch.resolve("none")).toString());

        EndedProgram printed = run(withoutPluginsOfTheUser, LAUNCHER, "schema");

        assertThat(printed.err()).isEmpty();
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(
                        PRODUCT.resolve("examples/reason4j.schema.json").toFile()))
                .isEqualTo(json.readTree(printed.out()));
    }

    @Test
    void licencesOfLibrariesComeWithThem() throws IOException {
        assertThat(names(PRODUCT)).contains("LICENSE", "NOTICE", "THIRD-PARTY.txt");
        assertThat(names(PRODUCT.resolve("licenses")))
                .contains("PyTorch.txt", "GPL-3.0.txt", "GCC-runtime-library-exception.txt");
        assertThat(Files.readString(PRODUCT.resolve("THIRD-PARTY.txt")))
                .contains("com.google.inject:guice:", "ai.djl.pytorch:pytorch-native-cpu:", "(Apache")
                .doesNotContain("Unknown license");
    }

    private static List<Path> archives(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.getFileName().toString().startsWith("classes-"))
                    .toList();
        }
    }

    private EndedProgram run(Map<String, String> environment, Path program, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList())
                .directory(scratch.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return EndedProgram.of(builder, scratch);
    }

    /** A directory whose {@code bin/java} claims a version and otherwise prints its arguments, one in each line. */
    private Path fakeJava(String version) throws IOException {
        return fakeJava(version, "printf '[%s]\\n' \"$@\"");
    }

    /** A directory whose {@code bin/java} claims a version and otherwise runs a line of shell. */
    private Path fakeJava(String version, String otherwise) throws IOException {
        Path home = scratch.resolve("java " + version);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then
                    echo 'Picked up JAVA_TOOL_OPTIONS: -Dx' >&2
                    echo 'openjdk version "%s" 2025-04-15' >&2
                else
                    %s
                fi
                """.formatted(version, otherwise), UTF_8);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private static Path program(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(directory -> Path.of(directory, name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
