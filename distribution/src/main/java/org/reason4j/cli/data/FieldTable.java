package org.reason4j.cli.data;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.reason4j.cli.console.Columns;

/** The fields of rows: each with its types, the number of rows that have it, and its first value. */
final class FieldTable {

    private static final int DEEPEST = 3;
    private static final int LONGEST = 60;

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private int rows;

    private static final class Field {
        private final Set<String> types = new TreeSet<>();
        private int rows;
        private @Nullable String first;
    }

    /** Takes a row. */
    void add(Map<String, ? extends @Nullable Object> row) {
        rows++;
        row.forEach((name, value) -> add(name, value, 1));
    }

    /** Takes a field; those of an object stand below it, under their paths. */
    private void add(String path, @Nullable Object value, int depth) {
        if (value == null) {
            return;
        }
        Field field = fields.computeIfAbsent(path, name -> new Field());
        field.types.add(type(value));
        field.rows++;
        if (field.first == null) {
            field.first = shortened(value);
        }
        if (value instanceof Map<?, ?> map && depth < DEEPEST) {
            map.forEach((name, inner) -> add(path + "." + name, inner, depth + 1));
        }
    }

    private static String type(Object value) {
        if (value instanceof List<?> list) {
            Set<String> types = new TreeSet<>();
            list.stream()
                    .map(element -> element == null ? "null" : type(element))
                    .forEach(types::add);
            return types.isEmpty() ? "empty list" : "list of " + String.join(" or ", types);
        }
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof Map) {
            return "object";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        boolean whole = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
        return whole ? "whole number" : "number";
    }

    /** A value on one line. */
    private static String shortened(Object value) {
        String line = value.toString().strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 3)) + "...";
    }

    /** True if a row has the field. */
    boolean has(String field) {
        return fields.containsKey(field);
    }

    @Override
    public String toString() {
        Columns table = new Columns();
        table.add("field", "type", "rows", "first value");
        fields.forEach((name, field) -> table.add(
                name,
                String.join(" or ", field.types),
                field.rows == rows ? "all" : Integer.toString(field.rows),
                String.valueOf(field.first)));
        return table.toString();
    }
}
