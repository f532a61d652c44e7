package org.reason4j.cli.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The project of a new plugin: the files of the Maven archetype, with other names for the placeholders.
 *
 * <p>In a text <code>${name}</code> is a placeholder, in a file's name {@code __name__}. A file below {@code kinds/KIND} belongs to a
 * project of that kind, with its place there for its path; the others belong to all.
 */
final class PluginTemplate {

    private static final String FILES = "archetype-resources";
    private static final String DESCRIPTOR = "META-INF/maven/archetype-metadata.xml";
    private static final Path KINDS = Path.of("kinds");

    private PluginTemplate() {}

    /** The kinds that there are files for, in alphabetical order. */
    static List<String> kinds() {
        return files(root -> {
            try (Stream<Path> folders = Files.list(root.resolve(KINDS.toString()))) {
                return folders.map(
                                folder -> String.valueOf(folder.getFileName()).replace("/", ""))
                        .sorted()
                        .toList();
            }
        });
    }

    /**
     * Writes a project.
     *
     * @param directory to write to
     * @param kind one of {@link #kinds}
     * @param values of placeholders that have no fixed value in the archetype's descriptor, by name
     */
    static void write(Path directory, String kind, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(fixed());
        all.putAll(values);
        all.put("kind", kind);
        files(root -> {
            try (Stream<Path> sources = Files.walk(root)) {
                for (Path source : sources.filter(Files::isRegularFile).toList()) {
                    Optional<Path> place = place(Path.of(root.relativize(source).toString()), kind);
                    if (place.isPresent()) {
                        Path target = directory.resolve(filled(place.get().toString(), "__", "__", all));
                        Files.createDirectories(Objects.requireNonNull(target.getParent()));
                        Files.writeString(target, filled(Files.readString(source), "${", "}", all));
                    }
                }
            }
            return directory;
        });
    }

    private static Optional<Path> place(Path file, String kind) {
        Path ofKind = KINDS.resolve(kind);
        if (!file.startsWith(KINDS)) {
            return Optional.of(file);
        }
        return file.startsWith(ofKind) ? Optional.of(ofKind.relativize(file)) : Optional.empty();
    }

    private static String filled(String text, String before, String after, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(before + value.getKey() + after, value.getValue());
        }
        return filled;
    }

    /** Values that the descriptor gives as they are, such as versions; those made of other values are the command's. */
    private static Map<String, String> fixed() {
        try (InputStream descriptor = resource(DESCRIPTOR).openStream()) {
            NodeList properties = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(descriptor)
                    .getElementsByTagName("requiredProperty");
            Map<String, String> values = new HashMap<>();
            IntStream.range(0, properties.getLength())
                    .mapToObj(i -> (Element) properties.item(i))
                    .filter(property ->
                            property.getElementsByTagName("defaultValue").getLength() > 0)
                    .forEach(property -> values.put(
                            property.getAttribute("key"),
                            property.getTextContent().strip()));
            values.values().removeIf(value -> value.contains("$"));
            return values;
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("Cannot read " + resource(DESCRIPTOR), e);
        }
    }

    /** Work on the files, wherever the archetype is: in a jar, or in a directory during a build. */
    private interface Work<T> {
        T on(Path root) throws IOException;
    }

    private static <T> T files(Work<T> work) {
        try {
            URI descriptor = resource(DESCRIPTOR).toURI();
            if (!"jar".equals(descriptor.getScheme())) {
                Path beside = Path.of(descriptor).resolveSibling("../../" + FILES);
                return work.on(beside.normalize());
            }
            String jar = descriptor.getRawSchemeSpecificPart().replaceFirst("!/.*", "");
            try (FileSystem content = FileSystems.newFileSystem(Path.of(URI.create(jar)))) {
                return work.on(content.getPath(FILES));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the project of a new plugin: " + e.getMessage(), e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(PluginTemplate.class.getClassLoader().getResource(name), name);
    }
}
