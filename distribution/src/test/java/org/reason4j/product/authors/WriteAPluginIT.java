package org.reason4j.product.authors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial for authors of plugins, followed to the letter with the assembled product and Maven. */
@DisabledOnOs(OS.WINDOWS)
class WriteAPluginIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final Path PAGE = Path.of("../docs/tutorials/write-a-plugin.md");

    @TempDir
    Path scratch;

    private Path tools;

    /** Puts a {@code mvn} on the path that is the Maven of this build, and shares its downloads, but no artifact of ours. */
    @BeforeEach
    void provideMaven() throws IOException {
        tools = Files.createDirectory(scratch.resolve("tools"));
        Path downloads = Path.of(System.getProperty("reason4j.maven.repository"));
        Path local = scratch.resolve("m2");
        share(downloads, local, List.of("org", "com"));
        share(downloads.resolve("org"), local.resolve("org"), List.of("reason4j"));
        share(downloads.resolve("com"), local.resolve("com"), List.of("example"));
        Path mvn = Files.writeString(
                tools.resolve("mvn"),
                "#!/bin/sh\nexec '" + System.getProperty("reason4j.maven.home")
                        + "/bin/mvn' -B -ntp -Dmaven.repo.local='" + local + "' \"$@\"\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Takes the links away, so that removing the directory cannot reach what they lead to. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> links = Files.find(scratch.resolve("m2"), 2, (path, any) -> Files.isSymbolicLink(path))) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
    }

    /** Links what is in a directory, but for directories that are to be their own. */
    private static void share(Path from, Path to, List<String> own) throws IOException {
        Files.createDirectories(to);
        for (String name : own) {
            Files.createDirectories(to.resolve(name));
        }
        if (Files.isDirectory(from)) {
            try (Stream<Path> entries = Files.list(from)) {
                for (Path entry : entries.toList()) {
                    if (!own.contains(String.valueOf(entry.getFileName()))) {
                        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                    }
                }
            }
        }
    }

    @Test
    void everyCommandWorksAndPrintsWhatThePageSays() throws Exception {
        Tutorial tutorial = Tutorial.read(PAGE);
        Path outputs = Files.createDirectory(scratch.resolve("outputs"));

        int status = bash(tutorial.script(outputs));

        StringBuilder printed = new StringBuilder();
        try (Stream<Path> files = Files.list(outputs)) {
            for (Path file : files.sorted().toList()) {
                printed.append("\n== ").append(file.getFileName()).append('\n').append(Files.readString(file));
            }
        }
        assertThat(status).as(printed.toString()).isZero();
        assertThat(tutorial.missing(outputs)).as(printed.toString()).isEmpty();
        assertThat(tutorial.blocks()).hasSizeGreaterThan(15);
    }

    @Test
    void theArchetypeWritesTheSameProject() throws Exception {
        int status = bash(
                """
                set -e
                mkdir new archetype
                (cd new; reason4j plugins new short-of-breath --kind optimizer --group org.example)
                cd archetype
                cp -r %1$s/repository/org/reason4j/reason4j-p* ../../m2/org/reason4j/
                mvn -q org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate -DarchetypeCatalog=internal \\
                    -DarchetypeGroupId=org.reason4j -DarchetypeArtifactId=reason4j-plugin-archetype \\
                    -DarchetypeVersion=$API -DgroupId=org.example -DartifactId=short-of-breath -Dkind=optimizer \\
                    -Drepository=%2$s
                """.formatted(PRODUCT, PRODUCT.resolve("repository").toUri()).replace("$API", apiVersion()));

        assertThat(status).as(Files.readString(scratch.resolve("log"))).isZero();
        assertThat(content(scratch.resolve("work/archetype")))
                .hasSizeGreaterThan(10)
                .isEqualTo(content(scratch.resolve("work/new")));
    }

    private static String apiVersion() throws IOException {
        try (Stream<Path> versions = Files.list(PRODUCT.resolve("repository/org/reason4j/reason4j-plugin-archetype"))) {
            return versions.filter(Files::isDirectory)
                    .map(version -> String.valueOf(version.getFileName()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Map<String, String> content(Path directory) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(directory.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }

    /** Runs a script in an empty directory as a user without plugins and settings. */
    private int bash(String script) throws Exception {
        Path home = Files.createDirectories(scratch.resolve("home"));
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(Files.createDirectories(scratch.resolve("work")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("log").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("REASON4J_"));
        environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        environment.keySet().removeAll(List.of("MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR", "MAVEN_CMD_LINE_ARGS"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", "-Xmx1g -Duser.home=" + home);
        environment.put("PATH", PRODUCT.resolve("bin") + ":" + tools + ":" + environment.get("PATH"));
        Process process = builder.start();
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("It takes longer than four minutes:\n" + Files.readString(scratch.resolve("log")));
        }
        return process.exitValue();
    }
}
