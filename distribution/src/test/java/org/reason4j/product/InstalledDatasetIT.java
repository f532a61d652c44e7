package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that is not in the product, installed from its repository with the library that it needs, and used. */
@DisabledOnOs(OS.WINDOWS)
class InstalledDatasetIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();

    @TempDir
    private Path scratch;

    @Test
    void tablesAreReadOnceThePluginIsInstalled() throws Exception {
        Path settings = Files.writeString(
                scratch.resolve("settings.xml"),
                "<settings><localRepository>" + System.getProperty("reason4j.maven.repository")
                        + "</localRepository></settings>");
        Path rows = Files.writeString(scratch.resolve("rows.csv"), "question,answer\n1+1=,2\n12+30=,42\n");
        EndedProgram without = run("data", "show", rows.toString());
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("No dataset named 'duckdb'");

        EndedProgram installed = run(
                "plugins",
                "install",
                "org.reason4j:dataset-duckdb:" + version(),
                "--offline",
                "--settings",
                settings.toString());
        assertThat(installed.exitCode()).as(installed.out() + installed.err()).isZero();

        EndedProgram raw = run("data", "show", rows.toString());
        assertThat(raw.exitCode()).as(raw.out() + raw.err()).isZero();
        assertThat(raw.out()).contains("2 rows").containsPattern("question +text +all +1\\+1=");
        EndedProgram named = run("data", "show", rows.toString(), "prompt=question");
        assertThat(named.out()).contains("rows.csv, 2 examples", "| user: 1+1=");

        Path odd = Files.writeString(
                scratch.resolve("odd.csv"), "id,prompt,messages,response\n1,1+1=,none,2\n1,2+2=,none,\n");
        assertThat(run("data", "show", odd.toString()).out())
                .contains("2 rows")
                .containsPattern("messages +text +all +none")
                .containsPattern("response +text +1 +2");

        Path model = Path.of("target/test-classes/models/llama").toAbsolutePath();
        EndedProgram measured = run(
                "eval",
                "--model",
                model.toString(),
                "--data",
                rows.toString(),
                "--data-config",
                "prompt=question",
                "--max-tokens",
                "4");
        assertThat(measured.exitCode()).as(measured.err()).isZero();
        assertThat(measured.out()).containsPattern("problems +2");
        assertThat(measured.err().lines().filter(line -> line.startsWith("evaluation ")))
                .singleElement()
                .asString()
                .matches("evaluation 2/2  \\d+ tokens.*");

        Path responses = Files.writeString(
                scratch.resolve("responses.csv"),
                "id,answer,completion\na,2,<answer>2</answer>\na,2,<answer>3</answer>\n");
        EndedProgram scored = run(
                "score",
                "--data",
                responses.toString(),
                "--data-config",
                "response=completion",
                "--reward",
                "numeric-answer");
        assertThat(scored.exitCode()).as(scored.out() + scored.err()).isZero();
        assertThat(scored.out()).contains("2 value", "mean value 0.5000");

        Files.writeString(responses, "id,answer,response\na,2,<answer>2</answer>\na,3,<answer>3</answer>\n");
        EndedProgram torn = run("score", "--data", responses.toString(), "--reward", "numeric-answer");
        assertThat(torn.exitCode()).isEqualTo(2);
        assertThat(torn.err()).contains("responses.csv: row 2: found other fields than in the first row of the id 'a'");
    }

    private static String version() throws Exception {
        try (Stream<Path> versions = Files.list(PRODUCT.resolve("repository/org/reason4j/dataset-duckdb"))) {
            return versions.filter(Files::isDirectory)
                    .map(version -> version.getFileName().toString())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private EndedProgram run(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(PRODUCT.resolve("bin/reason4j").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Duser.home=" + scratch);
        return EndedProgram.of(builder, scratch);
    }
}
