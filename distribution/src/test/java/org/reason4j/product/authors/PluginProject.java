package org.reason4j.product.authors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import ai.djl.ndarray.NDArray;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apiguardian.api.API;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.core.host.plugin.Javac;
import org.slf4j.Logger;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The Maven project of a plugin, built in this process in a fraction of a second: compiled against the API and what comes
 * with it, packed with the descriptor that its POM describes, tested by JUnit.
 *
 * @param directory of the POM
 * @param libraries jars of the plugin's own
 */
public record PluginProject(Path directory, List<Path> libraries) {

    /** What a plugin may see of the host. */
    private static final List<Path> HOST = Stream.of(Plugin.class, NDArray.class, Inject.class, API.class, Logger.class)
            .map(PluginProject::location)
            .toList();

    /** A project without libraries of its own. */
    public static PluginProject in(Path directory) {
        return new PluginProject(directory, List.of());
    }

    /** Writes {@code NAME/NAME-VERSION.jar} and {@code NAME/lib} into a plugin directory, and returns the folder. */
    public Path writeTo(Path plugins) throws IOException {
        Pom pom = Pom.read(directory.resolve("pom.xml"));
        Path classes = compile(directory.resolve("src/main/java"), concat(HOST, libraries));
        Path unit = Files.createDirectories(plugins.resolve(pom.artifact()));
        Path jar = unit.resolve(pom.artifact() + "-" + pom.version() + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(out, pom.manifest())) {
            addAll(classes, content);
            addAll(directory.resolve("src/main/resources"), content);
        }
        for (Path library : libraries) {
            Files.copy(library, Files.createDirectories(unit.resolve("lib")).resolve(library.getFileName()));
        }
        return unit;
    }

    /** Runs the project's tests and asserts that there are some and all of them pass. */
    public void test() throws IOException {
        List<Path> seen = concat(classPath(), libraries);
        Path classes = compile(directory.resolve("src/main/java"), concat(HOST, libraries));
        Path tests = compile(directory.resolve("src/test/java"), concat(List.of(classes), seen));
        List<URL> urls = new ArrayList<>();
        for (Path part : concat(List.of(tests, classes, directory.resolve("src/main/resources")), libraries)) {
            urls.add(part.toUri().toURL());
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), context)) {
            Thread.currentThread().setContextClassLoader(loader);
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(testClasses(tests, loader))
                    .build();
            LauncherFactory.create().execute(request, listener);
            requireSuccess(listener.getSummary());
        } finally {
            Thread.currentThread().setContextClassLoader(context);
        }
    }

    private static void requireSuccess(TestExecutionSummary summary) {
        StringWriter failures = new StringWriter();
        summary.printFailuresTo(new PrintWriter(failures, true));
        assertThat(summary.getFailures()).as(failures.toString()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(1);
    }

    private static List<ClassSelector> testClasses(Path classes, ClassLoader loader) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(Predicate.<String>not(name -> name.contains("$")).and(name -> name.endsWith("Test.class")))
                    .map(name -> name.replace(".class", "").replace(File.separatorChar, '.'))
                    .map(name -> selectClass(loader, name))
                    .toList();
        }
    }

    private static Path compile(Path sources, List<Path> classPath) throws IOException {
        Path classes = Files.createTempDirectory("classes");
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        try (Stream<Path> files = Files.walk(sources)) {
            Javac.compile(
                    files.filter(file -> file.toString().endsWith(".java")).toList(),
                    path,
                    classes,
                    "-Xlint:all,-processing,-serial,-classfile,-path",
                    "-Werror",
                    "--release",
                    "17");
        }
        return classes;
    }

    private static void addAll(Path root, JarOutputStream jar) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace(File.separatorChar, '/')));
                jar.write(Files.readAllBytes(file));
                jar.closeEntry();
            }
        }
    }

    private static List<Path> concat(List<Path> first, List<Path> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a POM says about the jar.
     *
     * @param values properties and coordinates by the name of their placeholder
     * @param entries of the manifest, with values in the place of placeholders
     */
    private record Pom(Map<String, String> values, Map<String, String> entries) {

        static Pom read(Path file) throws IOException {
            Element project = parse(file).getDocumentElement();
            Map<String, String> values = new TreeMap<>();
            children(project).forEach((name, element) -> values.put("project." + name, text(element)));
            children(children(project).get("properties")).forEach((name, element) -> values.put(name, text(element)));
            Node entries = project.getElementsByTagName("manifestEntries").item(0);
            Map<String, String> filled = new TreeMap<>();
            children(entries).forEach((name, element) -> filled.put(name, filled(text(element), values)));
            return new Pom(values, filled);
        }

        String artifact() {
            return values.get("project.artifactId");
        }

        String version() {
            return values.get("project.version");
        }

        Manifest manifest() {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            entries.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
            return manifest;
        }

        private static String filled(String text, Map<String, String> values) {
            String filled = text;
            for (Map.Entry<String, String> value : values.entrySet()) {
                filled = filled.replace("${" + value.getKey() + "}", value.getValue());
            }
            assertThat(filled).doesNotContain("${");
            return filled;
        }

        private static Document parse(Path file) throws IOException {
            try {
                return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
            } catch (org.xml.sax.SAXException | javax.xml.parsers.ParserConfigurationException e) {
                throw new AssertionError("Cannot read " + file, e);
            }
        }

        private static Map<String, Element> children(Node parent) {
            Map<String, Element> children = new TreeMap<>();
            NodeList nodes = parent.getChildNodes();
            for (int i = 0; i < nodes.getLength(); i++) {
                if (nodes.item(i) instanceof Element element) {
                    children.put(element.getTagName(), element);
                }
            }
            return children;
        }

        private static String text(Element element) {
            return element.getTextContent().strip();
        }
    }
}
