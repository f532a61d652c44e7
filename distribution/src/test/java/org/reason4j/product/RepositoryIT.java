package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.ApiVersion;

/** The product's {@code repository/}: where plugins and embedders get our artifacts, as a Maven repository of files. */
class RepositoryIT {

    private static final Path REPOSITORY = Path.of("target/reason4j/repository").toAbsolutePath();
    private static final Path OURS = REPOSITORY.resolve("org/reason4j");

    /** What the POM of a plugin needs of ours; what embedders need comes along with the trainer. */
    private static final List<String> FOR_PLUGINS = List.of(
            "reason4j-api", "reason4j-plugin-archetype", "reason4j-plugin-processor", "reason4j-plugin-testkit");

    private static final List<String> PARENTS = List.of("reason4j-parent", "reason4j-plugin-parent");

    @Test
    void itHasTheApiTheTestkitAndTheParentsInTheVersionThatRuns() {
        String version = ApiVersion.current();
        for (String artifact : FOR_PLUGINS) {
            assertThat(OURS.resolve(artifact).resolve(version).resolve(artifact + "-" + version + ".jar"))
                    .isRegularFile();
        }
        for (String artifact : PARENTS) {
            assertThat(OURS.resolve(artifact).resolve(version).resolve(artifact + "-" + version + ".pom"))
                    .isRegularFile();
        }
        assertThat(OURS.resolve("reason4j-trainer")).isDirectory();
        assertThat(OURS.resolve("reason4j-bom")).isDirectory();
    }

    @Test
    void aPluginThatIsNotInTheProductIsThereAndItsLibraryIsNot() throws IOException {
        assertThat(files(".jar")).anyMatch(file -> file.getFileName().toString().startsWith("dataset-duckdb-"));
        assertThat(REPOSITORY.resolve("org/duckdb")).doesNotExist();
        assertThat(Path.of("target/reason4j/plugins").toFile().list())
                .noneMatch(name -> name.startsWith("dataset-duckdb"));
    }

    @Test
    void everyVersionIsInTheMetadataOfItsArtifact() throws IOException {
        for (Path pom : files(".pom")) {
            Path version = pom.getParent();
            assertThat(version.getParent().resolve("maven-metadata.xml"))
                    .content()
                    .contains(
                            "<artifactId>" + version.getParent().getFileName() + "<",
                            "<latest>" + version.getFileName() + "<",
                            "<version>" + version.getFileName() + "<");
        }
    }

    @Test
    void everyFileHasItsChecksums() throws Exception {
        TreeSet<Path> files = new TreeSet<>(files(""));
        files.removeIf(
                file -> file.toString().endsWith(".sha1") || file.toString().endsWith(".sha256"));
        assertThat(files)
                .hasSizeGreaterThan(10)
                .allMatch(file -> file.toString().matches(".*\\.(jar|pom|xml)"));
        for (Path file : files) {
            for (Map.Entry<String, String> kind :
                    Map.of("SHA-1", ".sha1", "SHA-256", ".sha256").entrySet()) {
                byte[] digest = MessageDigest.getInstance(kind.getKey()).digest(Files.readAllBytes(file));
                assertThat(Path.of(file + kind.getValue()))
                        .content()
                        .isEqualToIgnoringWhitespace(HexFormat.of().formatHex(digest));
            }
        }
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList();
        }
    }
}
