package org.reason4j.environment.mcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a tool: a JSON object, or, for a tool with a single one, its value alone.
 *
 * @param tool the tool's name
 * @param schema JSON schema of the object; the server checks it, not this class
 */
record Arguments(String tool, Map<String, Object> schema) {

    /** Returns the arguments in the text of a call; empty if the text has none. */
    Optional<Map<String, Object>> read(String input) {
        Optional<Map<String, Object>> object = Json.object(input);
        if (object.isPresent()) {
            return object;
        }
        Optional<String> only = only();
        if (only.isPresent()) {
            return value(input, type(only.get())).map(value -> Map.of(only.get(), value));
        }
        return input.isEmpty() && required().isEmpty() ? Optional.of(Map.of()) : Optional.empty();
    }

    /** The reason why a text has no arguments. */
    String complaint() {
        return "the arguments of " + tool + " are a JSON object of the schema " + Json.write(schema);
    }

    /** The one argument that must be given, or else the only one. */
    private Optional<String> only() {
        List<String> names = required().isEmpty() ? List.copyOf(properties().keySet()) : required();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    private List<String> required() {
        return schema.get("required") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Map<String, Object> properties() {
        return Json.map(schema.get("properties"));
    }

    private String type(String argument) {
        @Nullable Object type = Json.map(properties().get(argument)).get("type");
        return type == null ? "" : type.toString();
    }

    private static Optional<Object> value(String input, String type) {
        return switch (type) {
            case "string", "" -> Optional.of(input);
            case "number", "integer" -> Json.value(input).filter(Number.class::isInstance);
            case "boolean" -> Json.value(input).filter(Boolean.class::isInstance);
            case "array" -> Json.value(input).filter(List.class::isInstance);
            default -> Optional.empty();
        };
    }
}
