package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The product's software bill of materials against the jars beside it. */
class SoftwareBillOfMaterialsIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final Path BILL = PRODUCT.resolve("sbom.cdx.json");
    private static final Path TOKENIZERS = Path.of(HuggingFaceTokenizer.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath());

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
            JsonNode component = components.get(artifact(jar));
            Path original = artifact(jar).equals(jar.getFileName().toString()) ? jar : TOKENIZERS;
            assertThat(hash(component)).as(jar.toString()).isIn(Optional.empty(), Optional.of(sha256(original)));
            if (!jar.getFileName().toString().contains("SNAPSHOT")) {
                assertThat(hash(component)).as(jar.toString()).isPresent();
                assertThat(component.path("licenses")).as("licences of " + jar).isNotEmpty();
            }
        }
    }

    @Test
    void tokenizersLackNothingButTheNativesOfOtherPlatforms() throws Exception {
        Path ours = files("lib")
                .filter(jar -> !artifact(jar).equals(jar.getFileName().toString()))
                .findFirst()
                .orElseThrow();
        Map<String, Long> left = entries(TOKENIZERS);
        Map<String, Long> kept = entries(ours);
        assertThat(left).containsAllEntriesOf(kept);
        left.keySet().removeAll(kept.keySet());
        assertThat(left.keySet()).isNotEmpty().allMatch(name -> name.matches("native/lib/(linux|osx|win)-[^/]+/.+"));
        assertThat(kept.keySet()).anyMatch(name -> name.matches("native/lib/(linux|osx|win)-[^/]+/.+"));
    }

    private static Map<String, Long> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .collect(Collectors.toMap(ZipEntry::getName, ZipEntry::getCrc, (a, b) -> a, TreeMap::new));
        }
    }

    /** The file name of the artifact that a jar of the product holds, whole or without the natives of other platforms. */
    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("^(tokenizers-[0-9.]+)-(linux|osx|win)-.*\\.jar$", "$1.jar");
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
                .map(SoftwareBillOfMaterialsIT::artifact);
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
