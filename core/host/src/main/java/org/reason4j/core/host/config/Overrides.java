package org.reason4j.core.host.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.binding.Normalizer;
import org.reason4j.core.host.config.binding.RecordBinder;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Excerpt;
import org.reason4j.core.host.config.tree.FilePaths;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingNames;
import org.reason4j.core.host.config.tree.SettingOrigin;
import org.reason4j.core.host.config.tree.YamlText;

/** Lays environment variables and arguments over a recipe, one path at a time. */
final class Overrides {

    private final FilePaths files;
    private final Problems problems;
    private Node root;

    Overrides(Node root, FilePaths files, Problems problems) {
        this.files = files;
        this.root = root;
        this.problems = problems;
    }

    /** Returns the recipe with all that was laid over it. */
    Node result() {
        return root;
    }

    /** Applies every variable that starts with {@code REASON4J__}, in alphabetical order. */
    void environment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(ConfigPath.ENVIRONMENT_PREFIX)) {
                SettingOrigin origin = SettingOrigin.environment(name);
                apply(() -> ConfigPath.ofVariable(name), value, origin, origin.toString());
            }
        });
    }

    /** Applies {@code path=value} arguments in order; the last word on a path wins. */
    void arguments(List<String> arguments) {
        for (String argument : arguments) {
            String label = SettingOrigin.COMMAND_LINE + ": argument '" + Excerpt.of(argument) + "'";
            int equals = argument.indexOf('=');
            if (equals < 0) {
                problems.add(new SettingOrigin(label), "", "expected path=value, such as training.steps=100");
            } else {
                String path = argument.substring(0, equals).strip();
                apply(() -> ConfigPath.parse(path), argument.substring(equals + 1), SettingOrigin.COMMAND_LINE, label);
            }
        }
    }

    private void apply(Supplier<List<Object>> path, String value, SettingOrigin origin, String label) {
        try {
            Object example = new RecordBinder(new Problems(), true).bind(root, Recipe.class, null, "");
            root = new Setter(path.get(), value, origin).set(root, Recipe.class, example, 0, "");
        } catch (ConfigException e) {
            problems.add(new SettingOrigin(label), "", String.valueOf(e.getMessage()));
        }
    }

    /** Replaces the value at one path. */
    private final class Setter {

        private final List<Object> steps;
        private final String text;
        private final SettingOrigin origin;

        Setter(List<Object> steps, String text, SettingOrigin origin) {
            this.steps = steps;
            this.text = text;
            this.origin = origin;
        }

        /** Returns {@code current} with the value set below it; {@code present} is what applies there until now. */
        Node set(@Nullable Node current, Type declared, @Nullable Object present, int depth, String path) {
            Type type = Shape.unwrapped(declared);
            Class<?> raw = Shape.raw(type);
            if (depth == steps.size()) {
                Node value = new Normalizer(problems).normalize(value(raw), type, path);
                return files.absolute(value, path, Path.of(""));
            }
            Object held = present instanceof Optional<?> optional ? optional.orElse(null) : present;
            boolean nothing = current == null || current instanceof Node.Scalar scalar && scalar.value() == null;
            if (nothing && raw == List.class && held != null) {
                return item((Node.Items) Node.of(RecipeTree.of(held), SettingOrigin.DEFAULT), type, depth, path);
            }
            Node base = nothing ? Node.Fields.empty(origin) : current;
            if (base instanceof Node.Items items && (raw == List.class || raw == Object.class)) {
                return item(items, type, depth, path);
            }
            if (base instanceof Node.Fields fields && raw.isRecord()) {
                return component(fields, Shape.of(raw), held, depth, path);
            }
            if (base instanceof Node.Fields fields && (raw == Map.class || raw == Object.class)) {
                String key = existing(fields, key(depth, path));
                Type element = raw == Map.class ? Shape.argument(type, 1) : Object.class;
                return fields.with(key, set(fields.get(key), element, null, depth + 1, ConfigPath.child(path, key)));
            }
            String found = nothing || current == null ? "a single value" : current.found();
            throw new ConfigException(path + " is " + found + ", so nothing can be set below it");
        }

        private Node component(Node.Fields fields, Shape shape, @Nullable Object held, int depth, String path) {
            String key = key(depth, path);
            RecordComponent component = shape.components().get(SettingNames.camelCase(key));
            if (component == null) {
                throw new ConfigException(ConfigPath.child(path, key) + ": "
                        + SettingNames.unknown(shape.components().keySet(), key));
            }
            String name = component.getName();
            Object present = shape.defaultOf(name, held == null ? shape.example() : held);
            String child = ConfigPath.child(path, name);
            return fields.with(name, set(fields.get(name), component.getGenericType(), present, depth + 1, child));
        }

        private Node item(Node.Items items, Type type, int depth, String path) {
            int size = items.entries().size();
            if (!(steps.get(depth) instanceof Integer index)) {
                throw new ConfigException(path + " is a list; name an entry by its number, such as " + path + "[0]");
            }
            if (index >= size) {
                throw new ConfigException(path + " has " + size + (size == 1 ? " entry" : " entries")
                        + ", so there is no " + path + "[" + index + "]; entries count from 0");
            }
            Type element = Shape.raw(type) == List.class ? Shape.argument(type, 0) : Object.class;
            Node entry = items.entries().get(index);
            return items.with(index, set(entry, element, null, depth + 1, ConfigPath.child(path, index)));
        }

        private String key(int depth, String path) {
            if (steps.get(depth) instanceof String key) {
                return key;
            }
            throw new ConfigException((path.isEmpty() ? "the recipe" : path) + " is a section, not a list");
        }

        /** Returns the key as the file spells it, so that {@code clipHigh} replaces {@code clip-high}. */
        private static String existing(Node.Fields fields, String key) {
            if (fields.get(key) != null) {
                return key;
            }
            String camel = SettingNames.camelCase(key);
            return fields.entries().keySet().stream()
                    .filter(candidate -> SettingNames.camelCase(candidate).equals(camel))
                    .findFirst()
                    .orElse(key);
        }

        private Node value(Class<?> type) {
            String stripped = text.strip();
            boolean quoted = stripped.startsWith("'") || stripped.startsWith("\"");
            boolean none = stripped.isEmpty() || stripped.equals("null") || stripped.equals("~");
            Node asWritten = new Node.Scalar(text, text, origin);
            if (type == String.class && !quoted && !none) {
                return asWritten;
            }
            Node parsed = YamlText.value(text, origin, problems);
            boolean plainText = parsed instanceof Node.Scalar scalar && scalar.value() instanceof String && !quoted;
            return plainText ? asWritten : parsed;
        }
    }
}
