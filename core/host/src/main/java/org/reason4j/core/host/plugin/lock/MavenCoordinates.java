package org.reason4j.core.host.plugin.lock;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.reason4j.core.host.plugin.PluginOrigin;

/**
 * Maven coordinates of a jar: those that {@code plugins install} noted for it, else those that Maven wrote into it. A jar with
 * libraries inside has several of the latter; its own are those that its file is named after.
 */
public final class MavenCoordinates {

    private static final Pattern PROPERTIES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
    private static final int MOST_BYTES = 1 << 16;

    private MavenCoordinates() {}

    /** Coordinates of a plugin as {@code GROUP:ARTIFACT:VERSION}; empty where nothing tells them. */
    public static Optional<String> of(PluginOrigin origin) {
        Path place = Path.of(origin.location());
        return PluginsLock.holding(place).map(PluginsLock.Unit::coordinates).or(() -> ofJar(place));
    }

    private static Optional<String> ofJar(Path jar) {
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        String name = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
        try (JarFile file = new JarFile(jar.toFile())) {
            List<Properties> found = file.stream()
                    .filter(entry -> PROPERTIES.matcher(entry.getName()).matches())
                    .map(entry -> properties(file, entry))
                    .flatMap(Optional::stream)
                    .toList();
            return found.stream()
                    .filter(properties -> found.size() == 1
                            || name.equals(
                                    properties.getProperty("artifactId") + "-" + properties.getProperty("version")))
                    .findFirst()
                    .map(properties -> properties.getProperty("groupId") + ":" + properties.getProperty("artifactId")
                            + ":" + properties.getProperty("version"));
        } catch (IOException e) {
            return Optional.empty(); // the loader has told what is wrong with the jar
        }
    }

    private static Optional<Properties> properties(JarFile file, ZipEntry entry) {
        try (InputStream content = file.getInputStream(entry)) {
            Properties properties = new Properties();
            properties.load(new ByteArrayInputStream(content.readNBytes(MOST_BYTES)));
            boolean complete = List.of("groupId", "artifactId", "version").stream()
                    .allMatch(key -> properties.getProperty(key) != null);
            return complete ? Optional.of(properties) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // somebody else's file; coordinates are a help and no promise
        }
    }
}
