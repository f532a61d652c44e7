package org.reason4j.core.host.plugin;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.PluginException;

/**
 * Where a plugin came from.
 *
 * @param title {@code Implementation-Title} of the jar's manifest; its file name if there is none
 * @param version {@code Implementation-Version} of the jar's manifest, or {@code unknown}
 * @param jar file name of the jar, or of the directory of classes
 * @param location full path of the same
 * @param sha256 digest of the jar in hexadecimal; absent for a directory of classes
 */
public record PluginOrigin(String title, String version, String jar, String location, Optional<String> sha256) {

    private static final String UNKNOWN = "unknown";

    /** Describes a jar. */
    static PluginOrigin ofJar(Path jar) {
        String name = String.valueOf(jar.getFileName());
        try (JarFile file = new JarFile(jar.toFile())) {
            @Nullable Manifest manifest = file.getManifest();
            return new PluginOrigin(
                    attribute(manifest, Attributes.Name.IMPLEMENTATION_TITLE).orElse(name),
                    attribute(manifest, Attributes.Name.IMPLEMENTATION_VERSION).orElse(UNKNOWN),
                    name,
                    jar.toString(),
                    Optional.of(
                            MoreFiles.asByteSource(jar).hash(Hashing.sha256()).toString()));
        } catch (IOException e) {
            throw new PluginException(
                    jar + " can't be read as a jar (" + e.getMessage() + "). Copy it again or remove it.", e);
        }
    }

    /** Describes where the host found a class. */
    static PluginOrigin ofClass(Class<?> type) {
        @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
        @Nullable URL location = source == null ? null : source.getLocation();
        if (location == null) {
            return new PluginOrigin(type.getName(), UNKNOWN, UNKNOWN, UNKNOWN, Optional.empty());
        }
        if (!location.getProtocol().equals("file")) {
            String text = location.toString();
            return new PluginOrigin(type.getName(), UNKNOWN, text, text, Optional.empty());
        }
        Path path = Path.of(URI.create(location.toString()));
        if (Files.isRegularFile(path)) {
            return ofJar(path);
        }
        String name = String.valueOf(path.getFileName());
        return new PluginOrigin(name, UNKNOWN, name, path.toString(), Optional.empty());
    }

    private static Optional<String> attribute(@Nullable Manifest manifest, Attributes.Name name) {
        return Optional.ofNullable(manifest)
                .map(found -> found.getMainAttributes().getValue(name))
                .filter(value -> !value.isBlank());
    }
}
