import java.io.File;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.JarCache;

/**
 * Makes plugin jars of a few classes each, loads them and prints the milliseconds: in a virtual machine that has loaded none, with
 * an empty cache of copies, then with a full one; and once more in the same machine.
 *
 * <pre>java -cp 'REASON4J/lib/*' docs/benchmarks/PluginLoading.java [COUNT] [cached DIR]</pre>
 *
 * <p>It starts itself again for each measurement.
 */
public final class PluginLoading {

    private static final String PLUGIN = """
            package pN;
            import java.util.*;
            import org.reason4j.api.data.*;
            import org.reason4j.api.plugin.*;
            import org.reason4j.api.reward.Reward;
            public final class P implements Plugin {
                public record Config(double value, int count, String text) {}
                public record One(Config config) implements Reward {
                    public List<Score> score(Group group) { return Reward.perTrajectory(group, t -> Score.of(config.value())); }
                }
                public record Two(Config config) implements Reward {
                    public List<Score> score(Group group) { return Reward.perTrajectory(group, t -> Score.of(0)); }
                }
                public void register(Registry registry) {
                    registry.reward("one-N", new Config(1, 2, "x"), One.class);
                    registry.reward("two-N", new Config(1, 2, "x"), Two.class);
                }
            }
            """;

    private PluginLoading() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 1) {
            measure(Path.of(arguments[1]));
            return;
        }
        int count = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
        Path work = Files.createTempDirectory("plugin-loading");
        make(work, count);
        for (String run : List.of("empty cache", "full cache", "full cache", "full cache")) {
            System.out.print(count + " jars, " + run + ": ");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Dai.djl.offline=true", "-cp", work.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                            "PluginLoading", String.valueOf(count), work.toString())
                    .inheritIO()
                    .start();
            process.waitFor();
        }
    }

    private static void measure(Path work) {
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            long computed = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            PluginLoader loader =
                    new PluginLoader(PluginLoading.class.getClassLoader(), List.of(), JarCache.in(work.resolve("cache")));
            try (PluginRegistry registry = loader.load(List.of(work.resolve("plugins")))) {
                long millis = (System.nanoTime() - start) / 1_000_000;
                computed = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - computed;
                System.out.print((i == 0 ? "" : ", again ") + millis + " ms, " + computed / 1_000_000
                        + " of them of its processor ("
                        + registry.plugins().size() + " loaded, "
                        + registry.refused().size() + " refused)");
            }
        }
        System.out.println();
    }

    private static void make(Path work, int count) throws Exception {
        Path plugins = Files.createDirectory(work.resolve("plugins"));
        Path sources = Files.createDirectory(work.resolve("sources"));
        for (int i = 0; i < count; i++) {
            Path directory = Files.createDirectories(sources.resolve("p" + i));
            Files.writeString(directory.resolve("P.java"), PLUGIN.replace("pN", "p" + i).replace("-N", "-" + i));
        }
        Path classes = Files.createDirectory(work.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> files = Files.walk(sources)) {
            String[] arguments = Stream.concat(
                            Stream.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "docs/benchmarks/PluginLoading.java"),
                            files.map(Path::toString).filter(name -> name.endsWith(".java")))
                    .toArray(String[]::new);
            compiler.run(null, null, null, arguments);
        }
        for (int i = 0; i < count; i++) {
            jar(classes, "p" + i, plugins.resolve("p" + i + ".jar"));
        }
    }

    /** Moves the classes of a package into a jar, so that the class path has none of them. */
    private static void jar(Path classes, String name, Path jar) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", name);
        manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
        manifest.getMainAttributes().putValue("Requires-Api", ">=1.0.0-rc.1 <2");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> own = Files.list(classes.resolve(name))) {
            out.putNextEntry(new JarEntry("META-INF/services/org.reason4j.api.plugin.Plugin"));
            out.write((name + ".P").getBytes(StandardCharsets.UTF_8));
            for (Path type : own.toList()) {
                out.putNextEntry(new JarEntry(name + "/" + type.getFileName()));
                Files.copy(type, out);
                Files.delete(type);
            }
        }
    }
}
