package org.reason4j.core.host.config.tree;

import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML text as nodes that know their lines.
 *
 * <p>Micronaut's loader reads the values. Unlike its own property sources they stay nested, so keys keep their dots and
 * lists their elements. A plain load drops some mistakes in silence that are problems here: keys written twice, keys that are not
 * text, further documents. Dates stay the text they were written as.
 */
public final class YamlText {

    /** Micronaut's loader without the flattening. */
    private static final class NestedLoader extends YamlPropertySourceLoader {

        NestedLoader() {
            super(false);
        }

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"})
        protected void processMap(Map<String, Object> target, Map map, String prefix) {
            target.putAll(map);
        }
    }

    private record Place(int line, String text) {}

    private final String source;
    private final Problems problems;
    private final boolean lines;
    private final Map<String, Place> places = new HashMap<>();

    private YamlText(String source, boolean lines, Problems problems) {
        this.source = source;
        this.lines = lines;
        this.problems = problems;
    }

    /** Reads a document whose root is a section; an empty one has no entries. */
    public static Node.Fields document(String text, String source, Problems problems) {
        return document(text, new YamlText(source, true, problems));
    }

    /** Reads a document like {@link #document}, whose values come from the source as a whole, without a line. */
    public static Node.Fields fragment(String text, String source, Problems problems) {
        return document(text, new YamlText(source, false, problems));
    }

    private static Node.Fields document(String text, YamlText yaml) {
        String source = yaml.source;
        List<org.yaml.snakeyaml.nodes.@Nullable Node> documents = yaml.compose(text);
        if (documents.size() > 1) {
            throw new ConfigException(
                    source + ": found " + documents.size() + " documents, expected one; remove the '---'");
        }
        org.yaml.snakeyaml.nodes.Node root = documents.isEmpty() ? null : documents.get(0);
        if (root == null || root.getTag().equals(Tag.NULL)) {
            return Node.Fields.empty(new SettingOrigin(source));
        }
        if (!(root instanceof MappingNode)) {
            throw new ConfigException(
                    source + ":" + (root.getStartMark().getLine() + 1) + ": expected keys such as 'model:' at the top");
        }
        YamlCheck.tree(root, source, yaml.lines);
        yaml.index(root, "");
        return (Node.Fields) yaml.node(yaml.load(text), "", new SettingOrigin(source));
    }

    /** Reads one value, as it stands in an argument or a variable. */
    public static Node value(String text, SettingOrigin origin, Problems problems) {
        YamlText yaml = new YamlText(origin.source(), false, problems);
        String document = "value:\n" + text.indent(1);
        List<org.yaml.snakeyaml.nodes.@Nullable Node> documents = yaml.compose(document);
        org.yaml.snakeyaml.nodes.Node composed = Objects.requireNonNull(documents.get(0), "a section");
        YamlCheck.tree(composed, origin.source(), false);
        yaml.index(composed, "");
        Node.Fields root = (Node.Fields) yaml.node(yaml.load(document), "", origin);
        return Objects.requireNonNull(root.entries().get("value"));
    }

    private List<org.yaml.snakeyaml.nodes.@Nullable Node> compose(String text) {
        YamlCheck.text(text, source, lines);
        try {
            List<org.yaml.snakeyaml.nodes.@Nullable Node> documents = new ArrayList<>();
            new Yaml(new LoaderOptions()).composeAll(new StringReader(text)).forEach(documents::add);
            return documents;
        } catch (YAMLException e) {
            throw syntaxError(e);
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    source + ": not YAML: found a \\x, \\u or \\U in double quotes without its digits", e);
        }
    }

    private Map<String, Object> load(String text) {
        try {
            return new NestedLoader().read(source, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (YAMLException e) {
            throw syntaxError(e);
        } catch (DateTimeException e) {
            throw new ConfigException(source + ": found a date that is none; put it in quotes: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigException syntaxError(YAMLException e) {
        if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            String line = lines ? ":" + (marked.getProblemMark().getLine() + 1) : "";
            String context = marked.getContext() == null ? "" : " " + marked.getContext();
            return new ConfigException(source + line + ": not YAML: " + marked.getProblem() + context, e);
        }
        return new ConfigException(source + ": not YAML: " + e.getMessage(), e);
    }

    private SettingOrigin at(org.yaml.snakeyaml.nodes.Node node) {
        return new SettingOrigin(source, lines ? node.getStartMark().getLine() + 1 : 0);
    }

    private void index(org.yaml.snakeyaml.nodes.Node node, String path) {
        places.putIfAbsent(path, new Place(at(node).line(), node instanceof ScalarNode s ? s.getValue() : ""));
        if (node instanceof MappingNode mapping) {
            Map<String, Integer> seen = new LinkedHashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                indexEntry(entry, path, seen);
            }
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                index(sequence.getValue().get(i), ConfigPath.child(path, i));
            }
        }
    }

    private void indexEntry(NodeTuple entry, String path, Map<String, Integer> seen) {
        org.yaml.snakeyaml.nodes.Node key = entry.getKeyNode();
        if (key.getTag().equals(Tag.MERGE)) {
            return;
        }
        if (!(key instanceof ScalarNode scalar) || !key.getTag().equals(Tag.STR)) {
            String text = key instanceof ScalarNode scalar ? "'" + scalar.getValue() + "'" : "a list or section";
            problems.add(
                    at(key), path, "found the key " + text + ", which YAML doesn't read as text; put it in quotes");
            return;
        }
        Integer earlier = seen.put(scalar.getValue(), at(key).line());
        String child = ConfigPath.child(path, scalar.getValue());
        if (earlier != null) {
            problems.add(at(key), child, "written twice" + (lines ? ", first in line " + earlier : ""));
        }
        places.put(child, new Place(at(key).line(), entry.getValueNode() instanceof ScalarNode s ? s.getValue() : ""));
        index(entry.getValueNode(), child);
    }

    private Node node(@Nullable Object value, String path, SettingOrigin parent) {
        Place place = places.get(path);
        SettingOrigin origin =
                place == null || !lines || path.isEmpty() ? parent : new SettingOrigin(source, place.line());
        if (value instanceof Map<?, ?> map) {
            Map<String, Node> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> {
                String name = String.valueOf(key);
                entries.put(name, node(entry, ConfigPath.child(path, name), origin));
            });
            return new Node.Fields(entries, origin);
        }
        if (value instanceof List<?> list) {
            List<Node> entries = new ArrayList<>();
            for (Object entry : list) {
                entries.add(node(entry, ConfigPath.child(path, entries.size()), origin));
            }
            return new Node.Items(entries, origin);
        }
        String text = place == null ? String.valueOf(value) : place.text();
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
            return new Node.Scalar(value, text, origin);
        }
        if (value instanceof java.time.temporal.Temporal || value instanceof java.util.Date) {
            return new Node.Scalar(text, text, origin);
        }
        problems.add(
                origin,
                path,
                "found a YAML " + value.getClass().getSimpleName() + ", expected text, a number, "
                        + "true, false, a list or a section");
        return new Node.Scalar(null, text, origin);
    }
}
