package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apiguardian.api.API;
import org.reason4j.api.plugin.Plugin;

/**
 * A plugin's jar, compiled while a test runs against what a plugin may see: the API, {@code ai.djl:api} and {@code
 * jakarta.inject}.
 *
 * @param name of the jar without its version, which is 1.2.0
 * @param entry class of the jar that is a {@link Plugin}
 * @param sources texts by the name of their file
 */
public record PluginJar(String name, String entry, Map<String, String> sources) {

    private static final String CLASS_PATH = Stream.of(Plugin.class, NDArray.class, Inject.class, API.class)
            .map(PluginJar::location)
            .collect(Collectors.joining(File.pathSeparator));

    /** The plugin of that name: every file in {@code proofs/NAME} of the resources, of package {@code proofs.NAME}. */
    public static PluginJar of(String name) {
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
        try {
            Path scratch = Files.createTempDirectory(directory, "compile");
            Path classes = compile(scratch);
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

    private Path compile(Path scratch) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.add(Files.writeString(scratch.resolve(source.getKey()), source.getValue()));
        }
        Path classes = Files.createDirectory(scratch.resolve("classes"));
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of("-proc:none", "-d", classes.toString(), "-cp", CLASS_PATH);
            boolean compiled = compiler.getTask(
                            output, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(output.toString()).isTrue();
        }
        return classes;
    }

    private static void add(JarOutputStream jar, String entry, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(entry));
        jar.write(content);
        jar.closeEntry();
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
