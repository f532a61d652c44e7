package org.reason4j.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that is not in the product, installed from its repository with the library that it needs, and used. */
@DisabledOnOs(OS.WINDOWS)
class InstalledDatasetIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final long SECONDS = 240;

    @TempDir
    private Path scratch;

    private record Outcome(int exitCode, String out) {}

    @Test
    void tablesAreReadOnceThePluginIsInstalled() throws Exception {
        Path settings = Files.writeString(
                scratch.resolve("settings.xml"),
                "<settings><localRepository>" + System.getProperty("reason4j.maven.repository")
                        + "</localRepository></settings>");
        Path rows = Files.writeString(scratch.resolve("rows.csv"), "question,answer\n1+1=,2\n12+30=,42\n");
        Outcome without = run("data", "show", rows.toString());
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.out()).contains("No dataset named 'duckdb'");

        Outcome installed = run(
                "plugins",
                "install",
                "org.reason4j:dataset-duckdb:" + version(),
                "--offline",
                "--settings",
                settings.toString());
        assertThat(installed.exitCode()).as(installed.out()).isZero();

        Outcome raw = run("data", "show", rows.toString());
        assertThat(raw.exitCode()).as(raw.out()).isZero();
        assertThat(raw.out()).contains("2 rows").containsPattern("question +text +all +1\\+1=");
        Outcome named = run("data", "show", rows.toString(), "prompt=question");
        assertThat(named.out()).contains("rows.csv, 2 examples", "| user: 1+1=");
    }

    private static String version() throws Exception {
        try (Stream<Path> versions = Files.list(PRODUCT.resolve("repository/org/reason4j/dataset-duckdb"))) {
            return versions.filter(Files::isDirectory)
                    .map(version -> version.getFileName().toString())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Outcome run(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(PRODUCT.resolve("bin/reason4j").toString()));
        command.addAll(List.of(arguments));
        Path out = scratch.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Duser.home=" + scratch);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(out, UTF_8));
    }
}
