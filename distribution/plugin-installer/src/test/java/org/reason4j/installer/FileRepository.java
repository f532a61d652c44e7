package org.reason4j.installer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A Maven repository in a directory, with POMs, jars, checksums and the list of versions. */
public final class FileRepository {

    private final Path root;
    private final Map<String, List<String>> versions = new TreeMap<>();

    public FileRepository(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** A dependency of a POM, such as {@code dependency("com.example:lib:1.0", "runtime")}. */
    public static String dependency(String coordinates, String scope) {
        String[] parts = coordinates.split(":");
        return """
                <dependency>
                  <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><scope>%s</scope>
                </dependency>
                """.formatted(parts[0], parts[1], parts[2], scope);
    }

    /** Publishes a jar with a POM. */
    public FileRepository add(String coordinates, byte[] jar, String... dependencies) {
        String[] parts = coordinates.split(":");
        String pom = """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
                  <dependencies>%s</dependencies>
                </project>
                """.formatted(parts[0], parts[1], parts[2], String.join("", dependencies));
        write(file(coordinates, "pom"), pom.getBytes(StandardCharsets.UTF_8));
        write(file(coordinates, "jar"), jar);
        versions.computeIfAbsent(parts[0] + ":" + parts[1], name -> new ArrayList<>())
                .add(parts[2]);
        String listed = String.join(
                "",
                versions.get(parts[0] + ":" + parts[1]).stream()
                        .map(version -> "<version>" + version + "</version>")
                        .toList());
        String metadata = "<metadata><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1]
                + "</artifactId><versioning><versions>" + listed + "</versions></versioning></metadata>";
        write(
                file(coordinates, "jar").resolveSibling("../maven-metadata.xml").normalize(),
                metadata.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Where a file of an artifact is. */
    public Path file(String coordinates, String extension) {
        String[] parts = coordinates.split(":");
        return root.resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(parts[2])
                .resolve(parts[1] + "-" + parts[2] + "." + extension);
    }

    /** Writes a file with its checksum. */
    public static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(content);
            Files.writeString(
                    file.resolveSibling(file.getFileName() + ".sha1"),
                    HexFormat.of().formatHex(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A jar with one file. */
    public static byte[] jar(String entry, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            JarEntry added = new JarEntry(entry);
            added.setTime(0);
            jar.putNextEntry(added);
            jar.write(content.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
