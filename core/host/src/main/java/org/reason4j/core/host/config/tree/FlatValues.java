package org.reason4j.core.host.config.tree;

import java.util.LinkedHashMap;
import java.util.Map;

/** The single values of a tree by their paths. */
public final class FlatValues {

    private FlatValues() {}

    /** Returns text, numbers and truth values in their order; what is absent or empty is left out. */
    public static Map<String, Object> of(Node tree) {
        Map<String, Object> values = new LinkedHashMap<>();
        collect(tree, "", values);
        return values;
    }

    private static void collect(Node node, String path, Map<String, Object> values) {
        if (node instanceof Node.Fields fields) {
            fields.entries().forEach((key, value) -> collect(value, ConfigPath.child(path, key), values));
        } else if (node instanceof Node.Items items) {
            for (int i = 0; i < items.entries().size(); i++) {
                collect(items.entries().get(i), ConfigPath.child(path, i), values);
            }
        } else if (node instanceof Node.Scalar scalar && scalar.value() != null) {
            values.put(path, scalar.value());
        }
    }
}
