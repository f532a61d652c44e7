package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.reason4j.core.host.plugin.jar.ServiceFile;

/** A real plugin jar, compiled while the test runs. */
public final class PluginJar {

    private static final Map<String, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Path scratch;

    private PluginJar(Path scratch) {
        this.scratch = scratch;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /** Sets a main attribute of the manifest. */
    public PluginJar attribute(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /** Takes a main attribute out of the manifest. */
    public PluginJar withoutAttribute(String name) {
        manifest.getMainAttributes().remove(new Attributes.Name(name));
        return this;
    }

    /** Describes a plugin of that id, version 1.0.0, for the API that runs. */
    public PluginJar descriptor(String id) {
        return attribute("Plugin-Id", id)
                .attribute("Plugin-Version", "1.0.0")
                .attribute("Requires-Api", ">=1.0.0-rc.1 <2");
    }

    /** Starts an empty jar; {@code scratch} is a directory for compiling. */
    public static PluginJar in(Path scratch) {
        return new PluginJar(scratch);
    }

    /** A plugin with the reward's name for its id and the class {@code demo.CLASS} that offers one reward, which scores everything 1. */
    public static PluginJar offering(Path scratch, String className, String rewardName) {
        return in(scratch)
                .source("""
                        package demo;
                        import java.util.List;
                        import org.reason4j.api.data.*;
                        import org.reason4j.api.plugin.*;
                        import org.reason4j.api.reward.Reward;
                        public final class CLASS implements Plugin {
                            public record Config(double value) {}
                            record One(Config config) implements Reward {
                                public List<Score> score(Group group) {
                                    return Reward.perTrajectory(group, t -> Score.of(config.value()));
                                }
                            }
                            public void register(Registry registry) {
                                registry.reward("NAME", new Config(1), One.class);
                            }
                        }
                        """.replace("CLASS", className).replace("NAME", rewardName))
                .descriptor(rewardName)
                .service("demo." + className);
    }

    public PluginJar version(String title, String version) {
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, title);
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        attribute("Plugin-Version", version);
        return this;
    }

    /** Compiles a file with a package declaration and one public class. */
    public PluginJar source(String source) {
        return source(source, System.getProperty("java.class.path"));
    }

    /** Compiles a file against a class path of its own; each is compiled once. */
    public PluginJar source(String source, String classPath) {
        entries.putAll(COMPILED.computeIfAbsent(source + classPath, any -> compiled(scratch, source, classPath)));
        return this;
    }

    private static Map<String, byte[]> compiled(Path scratch, String source, String classPath) {
        String type = source.replaceAll("(?s).*?public (?:final |abstract )?(?:class|interface) (\\w+).*", "$1");
        try {
            Path directory = Files.createTempDirectory(scratch, "compile");
            Path file = Files.writeString(directory.resolve(type + ".java"), source);
            Path classes = Files.createDirectory(directory.resolve("classes"));
            Javac.compile(List.of(file), classPath, classes, "-XDsuppressNotes");
            Map<String, byte[]> entries = new LinkedHashMap<>();
            try (Stream<Path> compiled = Files.walk(classes)) {
                for (Path one : compiled.filter(Files::isRegularFile).sorted().toList()) {
                    entries.put(classes.relativize(one).toString().replace('\\', '/'), Files.readAllBytes(one));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new AssertionError("can't compile " + type, e);
        }
    }

    /** Adds a file. */
    PluginJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    PluginJar entry(String name, String content) {
        return entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A class as it was compiled. */
    byte[] code(String type) {
        return java.util.Objects.requireNonNull(entries.get(type.replace('.', '/') + ".class"), type);
    }

    public PluginJar service(String... types) {
        String content = "# what this jar offers\n" + String.join("\n", types) + "\n";
        entries.put(ServiceFile.NAME, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PluginJar withoutEntry(String name) {
        assertThat(entries.remove(name)).isNotNull();
        return this;
    }

    /** Leaves a class out, as a jar without its library does. */
    public PluginJar without(String type) {
        assertThat(entries.remove(type.replace('.', '/') + ".class")).isNotNull();
        return this;
    }

    /** Marks a class as compiled for a Java of the far future. */
    PluginJar fromTheFuture(String type) {
        byte[] code = code(type).clone();
        code[7] = 120; // low byte of the class file's major version
        return entry(type.replace('.', '/') + ".class", code);
    }

    public Path writeTo(Path jar) {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                content.putNextEntry(new JarEntry(entry.getKey()));
                content.write(entry.getValue());
                content.closeEntry();
            }
            return jar;
        } catch (IOException e) {
            throw new AssertionError("can't write " + jar, e);
        }
    }
}
