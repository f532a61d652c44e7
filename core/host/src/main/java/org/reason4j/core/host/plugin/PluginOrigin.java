package org.reason4j.core.host.plugin;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.host.plugin.jar.PluginUnit;

/**
 * Where a plugin came from.
 *
 * @param id its name among plugins: {@code Plugin-Id} of its jar, or made from the name of its class where a program passed it in
 *     without a jar that has one
 * @param title {@code Implementation-Title} of the jar's manifest; the id if there is none
 * @param version {@code Plugin-Version} of the jar's manifest; {@code unknown} where there is no jar
 * @param jar file name of the jar, or of the directory of classes
 * @param location full path of the same
 * @param sha256 digest of the jar in hexadecimal, {@link PluginUnit#sha256} of a folder; absent for a directory of classes
 */
public record PluginOrigin(
        String id, String title, String version, String jar, String location, Optional<String> sha256) {

    private static final String UNKNOWN = "unknown";

    /** Describes a plugin of a plugin directory. */
    static PluginOrigin of(PluginUnit unit) {
        String id = unit.descriptor().id();
        return new PluginOrigin(
                id,
                unit.title().orElse(id),
                unit.descriptor().version().toString(),
                unit.main().name(),
                unit.main().source().toString(),
                Optional.of(unit.sha256()));
    }

    /** Describes where the host found the class of a plugin that a program passed in. */
    static PluginOrigin ofClass(Class<?> type) {
        String id = id(type);
        @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
        @Nullable URL location = source == null ? null : source.getLocation();
        if (location == null) {
            return new PluginOrigin(id, type.getName(), UNKNOWN, UNKNOWN, UNKNOWN, Optional.empty());
        }
        if (!location.getProtocol().equals("file")) {
            String text = location.toString();
            return new PluginOrigin(id, type.getName(), UNKNOWN, text, text, Optional.empty());
        }
        Path path = Path.of(URI.create(location.toString()));
        if (Files.isRegularFile(path)) {
            return ofJar(id, path);
        }
        String name = String.valueOf(path.getFileName());
        return new PluginOrigin(id, name, UNKNOWN, name, path.toString(), Optional.empty());
    }

    private static PluginOrigin ofJar(String id, Path jar) {
        String name = String.valueOf(jar.getFileName());
        try (JarFile file = new JarFile(jar.toFile())) {
            @Nullable Manifest manifest = file.getManifest();
            String implementation = attribute(manifest, Attributes.Name.IMPLEMENTATION_VERSION.toString())
                    .orElse(UNKNOWN);
            return new PluginOrigin(
                    attribute(manifest, "Plugin-Id").orElse(id),
                    attribute(manifest, Attributes.Name.IMPLEMENTATION_TITLE.toString())
                            .orElse(name),
                    attribute(manifest, "Plugin-Version").orElse(implementation),
                    name,
                    jar.toString(),
                    Optional.of(
                            MoreFiles.asByteSource(jar).hash(Hashing.sha256()).toString()));
        } catch (IOException e) {
            throw new PluginException(
                    jar + " can't be read as a jar (" + e.getMessage() + "). Copy it again or remove it.", e);
        }
    }

    private static Optional<String> attribute(@Nullable Manifest manifest, String name) {
        return Optional.ofNullable(manifest)
                .map(found -> found.getMainAttributes().getValue(name))
                .filter(value -> !value.isBlank());
    }

    /** Words of the class's name in lower case with dashes between them, without "plugin": {@code MyRewardsPlugin} is my-rewards. */
    private static String id(Class<?> type) {
        String words = type.getSimpleName()
                .replaceFirst("\\$\\$Lambda.*", "")
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("-?plugin$", "");
        return words.matches("[a-z0-9-]+") ? words : "plugin";
    }

    /** The same origin under another id. */
    PluginOrigin withId(String other) {
        return new PluginOrigin(other, title, version, jar, location, sha256);
    }
}
