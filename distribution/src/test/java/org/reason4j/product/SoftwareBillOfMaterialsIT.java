package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The product's software bill of materials against the jars beside it. */
class SoftwareBillOfMaterialsIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final Path BILL = PRODUCT.resolve("sbom.cdx.json");

    @Test
    void itListsEveryJarOfTheProductWithItsHash() throws Exception {
        assumeFalse("off".equals(System.getProperty("sbom")), "built with -Dsbom=off");
        JsonNode bill = new ObjectMapper().readTree(BILL.toFile());
        Map<String, JsonNode> components = new TreeMap<>();
        components(bill).forEach(component -> components.put(file(component), component));

        assertThat(components.keySet()).noneMatch(name -> name.contains("junit") || name.contains("archunit"));
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(components).containsKeys(jars().toArray(String[]::new));
        for (Path jar : Stream.of("lib", "plugins")
                .flatMap(SoftwareBillOfMaterialsIT::files)
                .toList()) {
            JsonNode component = components.get(jar.getFileName().toString());
            assertThat(hash(component)).as(jar.toString()).isIn(Optional.empty(), Optional.of(sha256(jar)));
            if (!jar.getFileName().toString().contains("SNAPSHOT")) {
                assertThat(hash(component)).as(jar.toString()).isPresent();
                assertThat(component.path("licenses")).as("licences of " + jar).isNotEmpty();
            }
        }
    }

    private static Stream<JsonNode> components(JsonNode bill) {
        return Stream.concat(
                Stream.of(bill.path("metadata").path("component")),
                StreamSupport.stream(bill.path("components").spliterator(), false));
    }

    /** The file name that Maven gives an artifact. */
    private static String file(JsonNode component) {
        String classifier = component.path("purl").asText().replaceFirst(".*[?&]classifier=([^&]*).*|.*", "$1");
        return component.path("name").asText() + "-" + component.path("version").asText()
                + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    private static Stream<String> jars() {
        return Stream.of("lib", "plugins")
                .flatMap(SoftwareBillOfMaterialsIT::files)
                .map(jar -> jar.getFileName().toString());
    }

    private static Stream<Path> files(String directory) {
        try (Stream<Path> files = Files.list(PRODUCT.resolve(directory))) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> hash(JsonNode component) {
        return StreamSupport.stream(component.path("hashes").spliterator(), false)
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .findFirst();
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
