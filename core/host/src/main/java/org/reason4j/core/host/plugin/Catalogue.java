package org.reason4j.core.host.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.tree.NearMiss;

/**
 * Things that plugins offer, by name. Each has a full name of its own, {@code PLUGIN/NAME}; the bare name is enough while one plugin
 * alone has it.
 */
final class Catalogue<T> {

    /** Plugins of ours that the product does not hold, by the component that they are asked for. */
    private static final Map<String, String> NOT_IN_THE_PRODUCT = Map.of("duckdb", "dataset-duckdb");

    private static final char SEPARATOR = '/';

    private final String what;
    private final Map<String, Map<String, T>> byName = new TreeMap<>(); // name, then plugin

    /** Makes an empty one; {@code what} names a thing in messages, such as {@code reward}. */
    Catalogue(String what) {
        this.what = what;
    }

    void add(String plugin, String name, T thing) {
        byName.computeIfAbsent(name, any -> new TreeMap<>()).put(plugin, thing);
    }

    /** Things in the order of their names, then of their plugins. */
    List<T> all() {
        List<T> all = new ArrayList<>();
        byName.values().forEach(same -> all.addAll(same.values()));
        return all;
    }

    /**
     * Returns the thing of a bare or full name; empty if there is none.
     *
     * @throws ConfigException if several plugins have the bare name
     */
    Optional<T> find(String name, String where) {
        int separator = name.lastIndexOf(SEPARATOR);
        if (separator >= 0) {
            return Optional.ofNullable(
                    byName.getOrDefault(name.substring(separator + 1), Map.of()).get(name.substring(0, separator)));
        }
        Map<String, T> same = byName.getOrDefault(name, Map.of());
        if (same.size() > 1) {
            List<String> fullNames =
                    same.keySet().stream().map(plugin -> full(plugin, name)).toList();
            throw new ConfigException("The " + what + " '" + name + "' is ambiguous: " + same.size()
                    + " plugins offer one, "
                    + String.join(" and ", fullNames) + ". Write " + where + " in full, such as '" + fullNames.get(0)
                    + "'.");
        }
        return same.values().stream().findFirst();
    }

    static String full(String plugin, String name) {
        return plugin + SEPARATOR + name;
    }

    /** The plugin in a full name; empty for a bare one. */
    static Optional<String> plugin(String name) {
        int separator = name.lastIndexOf(SEPARATOR);
        return separator < 0 ? Optional.empty() : Optional.of(name.substring(0, separator));
    }

    /** Says that a name is unknown, with a near miss and the names that there are. */
    String unknown(String name) {
        List<String> names = names();
        List<String> candidates = new ArrayList<>(names);
        byName.forEach((bare, same) -> same.keySet().forEach(plugin -> candidates.add(full(plugin, bare))));
        return "No " + what + " named '" + name + "'."
                + NearMiss.of(name, plugin(name).isPresent() ? candidates : names)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse("")
                + Optional.ofNullable(NOT_IN_THE_PRODUCT.get(name))
                        .map(plugin ->
                                " The plugin " + plugin + " has it, which 'reason4j plugins install org.reason4j:"
                                        + plugin + ":VERSION' installs; without VERSION it lists those that there are.")
                        .orElse("")
                + " Installed: " + (names.isEmpty() ? "none" : String.join(", ", names)) + ".";
    }

    /** The shortest name of each thing. */
    private List<String> names() {
        return byName.entrySet().stream()
                .flatMap(entry -> entry.getValue().size() == 1
                        ? java.util.stream.Stream.of(entry.getKey())
                        : entry.getValue().keySet().stream().map(plugin -> full(plugin, entry.getKey())))
                .collect(Collectors.toList());
    }
}
