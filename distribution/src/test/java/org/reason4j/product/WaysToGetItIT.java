package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The image recipe and the alias of JBang; neither Docker nor JBang is needed, and no image is built. */
@DisabledOnOs(OS.WINDOWS)
class WaysToGetItIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final Path CATALOG =
            Path.of("src/main/jbang/jbang-catalog.json").toAbsolutePath();

    @TempDir
    private Path scratch;

    @Test
    void theImageCopiesWhatTheBuildMadeAndRunsAsAUser() throws Exception {
        List<String> lines = Files.readString(Path.of("src/main/image/Dockerfile"))
                .replace("\\\n", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .toList();
        List<String> copied = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("COPY ")) {
                String[] words = line.split("\\s+");
                copied.addAll(Arrays.asList(words).subList(1, words.length - 1));
            }
        }
        assertThat(copied)
                .containsExactly("reason4j")
                .allSatisfy(path -> assertThat(Path.of("target", path)).exists());
        assertThat(PRODUCT.resolve("bin/reason4j")).isExecutable();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("FROM ") && line.contains(":17-"))
                .anyMatch(line -> line.startsWith("RUN ") && line.contains("/opt/reason4j/bin/reason4j /usr/local/bin"))
                .contains("ENTRYPOINT [\"reason4j\"]", "VOLUME [\"/lab\", \"/cache/huggingface\"]");
        assertThat(lines.stream().filter(line -> line.startsWith("USER "))).containsExactly("USER reason4j");
        assertThat(lines.indexOf("USER reason4j")).isLessThan(lines.indexOf("ENTRYPOINT [\"reason4j\"]"));
    }

    @Test
    void theAliasStartsAnUnpackedProductAndPassesItsStatusOn() throws Exception {
        EndedProgram version = alias(Map.of("REASON4J_PRODUCT", PRODUCT.toString()), "--version");
        assertThat(version.out())
                .startsWith("reason4j "
                        + Files.readString(PRODUCT.resolve("VERSION")).strip());
        assertThat(version.exitCode()).isZero();

        Path unpacked = Files.createDirectories(scratch.resolve(".reason4j/product"));
        Files.createSymbolicLink(unpacked.resolve("reason4j-1"), PRODUCT);
        EndedProgram unknown = alias(Map.of(), "trian");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("trian");
    }

    @Test
    void theAliasSaysWhereItLooksForTheProduct() throws Exception {
        EndedProgram none = alias(Map.of(), "--version");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .contains("There is no reason4j in " + scratch.resolve(".reason4j/product")
                        + ". Unpack its archive there");
    }

    /** Runs the script of the alias as JBang would, by the Java of this process. */
    private EndedProgram alias(Map<String, String> environment, String... arguments) throws Exception {
        JsonNode alias = new ObjectMapper().readTree(CATALOG.toFile()).at("/aliases/reason4j");
        Path script = CATALOG.resolveSibling(alias.path("script-ref").asText());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + scratch,
                script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("REASON4J_PRODUCT");
        builder.environment().putAll(environment);
        return EndedProgram.of(builder, scratch);
    }
}
