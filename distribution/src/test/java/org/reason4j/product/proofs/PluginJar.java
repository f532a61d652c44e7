package org.reason4j.product.proofs;

import ai.djl.ndarray.NDArray;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.core.host.plugin.Javac;

/**
 * A plugin's jar, compiled while a test runs against what a plugin may see: the API, {@code ai.djl:api} and {@code
 * jakarta.inject}.
 *
 * @param name of the jar without its version, which is 1.2.0
 * @param entry class of the jar that is a {@link Plugin}
 * @param sources texts by the name of their file
 */
public record PluginJar(String name, String entry, Map<String, String> sources) {

    private static final Path API_OF_TODAY = location(Plugin.class);

    /** The plugin of that name: every file in {@code proofs/NAME} of the resources, of package {@code proofs.NAME}. */
    static PluginJar of(String name) {
        Path directory = Path.of("src/test/resources/proofs", name);
        try (Stream<Path> files = Files.list(directory)) {
            Map<String, String> sources = new TreeMap<>();
            for (Path file : files.toList()) {
                sources.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
            String entry = sources.keySet().stream()
                    .filter(file -> file.endsWith("Plugin.java"))
                    .findFirst()
                    .orElseThrow();
            return new PluginJar(name, "proofs." + name + "." + entry.replace(".java", ""), sources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code plugins/NAME-1.2.0.jar} below a directory. */
    public Path writeTo(Path directory) {
        return writeTo(directory, API_OF_TODAY);
    }

    /** Writes the same, compiled against a certain jar, or directory of classes, of the API. */
    Path writeTo(Path directory, Path api) {
        try {
            Path scratch = Files.createTempDirectory(directory, "compile");
            Path classes = compile(scratch, api);
            Path jar = Files.createDirectories(directory.resolve("plugins")).resolve(name + "-1.2.0.jar");
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, name);
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.0");
            manifest.getMainAttributes().putValue("Plugin-Id", name);
            manifest.getMainAttributes().putValue("Plugin-Version", "1.2.0");
            manifest.getMainAttributes().putValue("Requires-Api", ">=1.0.0-rc.1 <2");
            try (OutputStream out = Files.newOutputStream(jar);
                    JarOutputStream content = new JarOutputStream(out, manifest);
                    Stream<Path> files = Files.walk(classes)) {
                add(content, "META-INF/services/" + Plugin.class.getName(), entry.getBytes(StandardCharsets.UTF_8));
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    add(content, classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path compile(Path scratch, Path api) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.add(Files.writeString(scratch.resolve(source.getKey()), source.getValue()));
        }
        Path classes = Files.createDirectory(scratch.resolve("classes"));
        String classPath = Stream.of(api, location(NDArray.class), location(Inject.class), location(API.class))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Javac.compile(files, classPath, classes);
        return classes;
    }

    private static void add(JarOutputStream jar, String entry, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(entry));
        jar.write(content);
        jar.closeEntry();
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
