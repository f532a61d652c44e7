package org.reason4j.core.host.documentation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.binding.Choices;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.constraint.Interval;
import org.reason4j.core.host.config.constraint.OneOf;
import org.reason4j.core.host.config.constraint.Within;
import org.reason4j.core.host.config.tree.SettingNames;

/**
 * Settings records as JSON Schema: names, types, ranges, defaults and what is said about them. Whatever a recipe may hold is
 * allowed: placeholders, numbers as text, keys with hyphens, and a section of which a part is left out.
 */
final class SettingsSchema {

    private static final String PLACEHOLDER = "\\$\\{";
    private static final String NUMBER = "^[-+]?[.0-9][-+.0-9eE]*$|" + PLACEHOLDER;
    private static final String DURATION = "^(\\d+\\s*(ms|s|m|h|d)|[-+]?[Pp].*)$|" + PLACEHOLDER;
    private static final String TYPE = "type";

    private final DocumentationFiles documentation;
    private final BiFunction<RecordComponent, Class<?>, Optional<ObjectNode>> special;
    private final Map<Class<?>, String> names = new LinkedHashMap<>();
    private final Set<Class<?>> open = new LinkedHashSet<>();
    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    /**
     * Prepares to describe.
     *
     * @param special schemas of records that are more than their components: of those that stand in a setting
     */
    SettingsSchema(
            DocumentationFiles documentation, BiFunction<RecordComponent, Class<?>, Optional<ObjectNode>> special) {
        this.documentation = documentation;
        this.special = special;
    }

    /** Definitions that the schemas refer to. */
    ObjectNode definitions() {
        return definitions;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode reference(String name) {
        return object().put(
                        "$ref",
                        "#/$defs/" + name.replace("~", "~0").replace("/", "~1").replace(" ", "%20"));
    }

    /** Any of several schemas. */
    static ObjectNode anyOf(List<ObjectNode> schemas) {
        ObjectNode any = object();
        any.putArray("anyOf").addAll(schemas);
        return any;
    }

    /** A text of one of these forms. */
    static ObjectNode text(String pattern) {
        return object().put(TYPE, "string").put("pattern", pattern);
    }

    /** A text that holds a placeholder. */
    static ObjectNode placeholder() {
        return text(PLACEHOLDER);
    }

    /**
     * A section.
     *
     * @param present settings whose values are the defaults; absent where the record's own are
     */
    ObjectNode section(Class<?> type, @Nullable Object present) {
        Shape shape = Shape.of(type);
        @Nullable Object defaults = present == null ? shape.constant() : present;
        ObjectNode section = object();
        section.putArray(TYPE).add("object").add("null");
        ObjectNode properties = section.putObject("properties");
        ObjectNode spellings = object();
        for (RecordComponent component : shape.components().values()) {
            String name = component.getName();
            @Nullable Object value = defaults == null ? null : shape.defaultOf(name, defaults);
            ObjectNode schema = component(component, value);
            String other = name.replaceAll("([A-Z])", "[-_]$1").toLowerCase(Locale.ROOT);
            if (!other.equals(name)) {
                spellings.set("^" + other + "$", schema.deepCopy());
            }
            describe(schema, type, name, value);
            properties.set(name, schema);
        }
        if (!spellings.isEmpty()) {
            section.set("patternProperties", spellings);
        }
        return section.put("additionalProperties", false);
    }

    private void describe(ObjectNode schema, Class<?> type, String name, @Nullable Object value) {
        Optional.ofNullable(documentation.of(type).settings().get(name))
                .map(Documentation.Setting::text)
                .filter(said -> !said.isEmpty())
                .ifPresent(said -> schema.put("description", said));
        Object held = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (held instanceof Boolean truth) {
            schema.put("default", truth);
        } else if (held instanceof Integer || held instanceof Long) {
            schema.put("default", ((Number) held).longValue());
        } else if (held instanceof Number number && Double.isFinite(number.doubleValue())) {
            schema.put("default", number.doubleValue());
        } else if (held instanceof Enum<?> constant) {
            schema.put("default", SettingNames.kebabCase(constant));
        } else if (held instanceof String text && !text.isEmpty()) {
            schema.put("default", text);
        }
    }

    private ObjectNode component(RecordComponent component, @Nullable Object value) {
        OneOf words = component.getAnnotation(OneOf.class);
        Within range = component.getAnnotation(Within.class);
        Type type = component.getGenericType();
        if (words != null && Shape.raw(Shape.unwrapped(type)) == String.class) {
            ObjectNode schema = oneOf(words.value());
            return Shape.raw(type) == Optional.class ? orNull(schema) : schema;
        }
        return type(component, type, value, Optional.ofNullable(range).map(Within::value));
    }

    private static ObjectNode orNull(ObjectNode schema) {
        return anyOf(List.of(schema, object().put(TYPE, "null")));
    }

    /** Words, of which those with a capital {@code N} stand for any number there. */
    private static ObjectNode oneOf(String[] words) {
        List<ObjectNode> schemas = new ArrayList<>();
        ArrayNode plain = object().putArray("enum");
        for (String word : words) {
            if (word.matches(".*\\bN\\b.*")) {
                schemas.add(text("^" + word.replaceAll("\\bN\\b", "\\\\d+") + "$"));
            } else {
                plain.add(word);
            }
        }
        schemas.add(0, object().set("enum", plain));
        schemas.add(placeholder());
        return anyOf(schemas);
    }

    private ObjectNode type(RecordComponent place, Type type, @Nullable Object value, Optional<String> range) {
        Class<?> raw = Shape.raw(type);
        if (raw == Optional.class) {
            @Nullable Object held = value instanceof Optional<?> optional ? optional.orElse(null) : null;
            return orNull(type(place, Shape.argument(type, 0), held, range));
        }
        if (raw == List.class) {
            ObjectNode list = object().put(TYPE, "array");
            list.set("items", type(place, Shape.argument(type, 0), null, range));
            return list;
        }
        if (raw == Map.class) {
            ObjectNode map = object();
            map.putArray(TYPE).add("object").add("null");
            map.set("additionalProperties", type(place, Shape.argument(type, 1), null, range));
            return map;
        }
        if (raw == Object.class) {
            return object();
        }
        if (raw.isRecord()) {
            return special.apply(place, raw).orElseGet(() -> record(raw, value));
        }
        return Choices.isChoice(raw) ? named(raw, () -> choice(raw)) : scalar(raw, range);
    }

    /** A section where its defaults are known, or a reference to what it is everywhere. */
    private ObjectNode record(Class<?> type, @Nullable Object value) {
        ObjectNode section;
        if (value != null && open.add(type)) {
            section = section(type, value);
            open.remove(type);
        } else {
            section = named(type, () -> section(type, null));
        }
        return Shape.of(type).hasShorthand() ? anyOf(List.of(object().put(TYPE, "string"), section)) : section;
    }

    private ObjectNode named(Class<?> type, Supplier<ObjectNode> schema) {
        String known = names.get(type);
        if (known == null) {
            known = type.getSimpleName();
            for (int number = 2; names.containsValue(known); number++) {
                known = type.getSimpleName() + number;
            }
            names.put(type, known);
            definitions.set(known, schema.get());
        }
        return reference(known);
    }

    /** A name alone, or a name with its settings; without a name the settings of the one in force. */
    private ObjectNode choice(Class<?> type) {
        List<ObjectNode> schemas = new ArrayList<>();
        ArrayNode choices = object().putArray("enum");
        Choices.of(type).keySet().forEach(choices::add);
        schemas.add(object().set("enum", choices));
        Choices.of(type).forEach((name, choice) -> {
            ObjectNode section = section(choice, null);
            ((ObjectNode) section.path("properties"))
                    .putObject(Choices.NAME)
                    .put("const", name)
                    .put("description", documentation.of(choice).opening());
            schemas.add(section);
        });
        schemas.add(placeholder());
        return anyOf(schemas);
    }

    private ObjectNode scalar(Class<?> type, Optional<String> range) {
        if (type.isEnum()) {
            return constants(type);
        }
        if (type == boolean.class || type == Boolean.class) {
            return anyOf(List.of(object().put(TYPE, "boolean"), text("^(true|false)$|" + PLACEHOLDER)));
        }
        boolean whole = type == int.class || type == long.class || type == Integer.class || type == Long.class;
        if (whole || type == double.class || type == Double.class || type == float.class || type == Float.class) {
            ObjectNode number = object().put(TYPE, whole ? "integer" : "number");
            range.ifPresent(text -> bound(number, Interval.of(text)));
            return anyOf(List.of(number, text(NUMBER)));
        }
        return type == Duration.class ? text(DURATION) : object().put(TYPE, "string");
    }

    private static void bound(ObjectNode number, Interval range) {
        if (Double.isFinite(range.low())) {
            number.put(range.lowClosed() ? "minimum" : "exclusiveMinimum", range.low());
        }
        if (Double.isFinite(range.high())) {
            number.put(range.highClosed() ? "maximum" : "exclusiveMaximum", range.high());
        }
    }

    private ObjectNode constants(Class<?> type) {
        List<ObjectNode> schemas = new ArrayList<>();
        List<String> spellings = new ArrayList<>();
        documentation.choices(type).forEach((name, said) -> {
            ObjectNode one = object().put("const", name);
            schemas.add(said.isEmpty() ? one : one.put("description", said));
            spellings.add(Arrays.stream(name.replace("-", "").split(""))
                    .map(letter -> "[" + letter.toLowerCase(Locale.ROOT) + letter.toUpperCase(Locale.ROOT) + "]")
                    .collect(Collectors.joining("[-_]?")));
        });
        schemas.add(text("^(" + String.join("|", spellings) + ")$"));
        schemas.add(placeholder());
        return anyOf(schemas);
    }
}
