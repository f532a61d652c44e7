package org.reason4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.reason4j.api.ApiVersion;
import org.reason4j.api.plugin.Plugin;

/**
 * A home of the product whose {@code plugins/} holds the first-party plugins, as the test's class path has them: jars are copied,
 * directories of classes become jars with a descriptor.
 */
public final class FirstPartyPlugins {

    /** Libraries that the packaged jars of plugins hold and directories of classes do not. */
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "rollout-http", List.of("com.google.gson.Gson"),
            "reward-generative", List.of("com.google.gson.Gson"),
            "distillation", List.of("com.google.gson.Gson"),
            "environment-tools", List.of("com.fasterxml.jackson.core.JsonFactory"),
            "environment-mcp",
                    List.of(
                            "com.fasterxml.jackson.core.JsonFactory",
                            "com.fasterxml.jackson.annotation.JsonProperty",
                            "com.fasterxml.jackson.databind.ObjectMapper",
                            "io.modelcontextprotocol.client.McpClient",
                            "io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper",
                            "org.reactivestreams.Publisher",
                            "reactor.core.publisher.Mono"),
            "dataset-duckdb", List.of("org.duckdb.DuckDBDriver"),
            "trackers", List.of("com.google.gson.Gson", "org.yaml.snakeyaml.Yaml"),
            "reward-code", List.of("com.fasterxml.jackson.core.JsonFactory"),
            "reward-structured",
                    List.of(
                            "com.fasterxml.jackson.core.JsonFactory",
                            "com.fasterxml.jackson.annotation.JsonProperty",
                            "com.fasterxml.jackson.databind.ObjectMapper",
                            "com.networknt.schema.JsonSchema",
                            "com.ethlo.time.ITU",
                            "org.sqlite.SQLiteConfig"));

    private static final Path HOME = make();

    private FirstPartyPlugins() {}

    /** The home. */
    public static Path home() {
        return HOME;
    }

    /** Its plugin directory. */
    public static Path directory() {
        return HOME.resolve("plugins");
    }

    private static Path make() {
        try {
            Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target/homes")), "home")
                    .toAbsolutePath();
            Path plugins = Files.createDirectory(home.resolve("plugins"));
            for (ServiceLoader.Provider<Plugin> plugin :
                    ServiceLoader.load(Plugin.class, FirstPartyPlugins.class.getClassLoader()).stream()
                            .toList()) {
                Path location = location(plugin.type());
                if (Files.isDirectory(location)) {
                    packaged(location, plugins);
                } else {
                    Files.copy(location, plugins.resolve(location.getFileName()));
                }
            }
            return home;
        } catch (IOException | URISyntaxException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Makes {@code NAME/NAME.jar} of a module's {@code target/classes}, and {@code NAME/lib}. */
    private static void packaged(Path classes, Path plugins)
            throws IOException, URISyntaxException, ClassNotFoundException {
        String name = String.valueOf(classes.resolve("../..").normalize().getFileName());
        Path folder = Files.createDirectory(plugins.resolve(name));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", name);
        manifest.getMainAttributes().putValue("Plugin-Version", "0.1.0-SNAPSHOT");
        manifest.getMainAttributes().putValue("Requires-Api", "=" + ApiVersion.current());
        try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, jar);
                jar.closeEntry();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (LIBRARIES.containsKey(name)) {
            Path lib = Files.createDirectory(folder.resolve("lib"));
            for (String type : LIBRARIES.get(name)) {
                Path library = location(Class.forName(type));
                Files.copy(library, lib.resolve(library.getFileName()));
            }
        }
    }
}
