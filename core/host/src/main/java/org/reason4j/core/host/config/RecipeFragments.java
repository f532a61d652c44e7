package org.reason4j.core.host.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.binding.Normalizer;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Placeholders;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingNames;
import org.reason4j.core.host.config.tree.YamlText;

/**
 * Lays a recipe over the fragment that it extends, and that over the one which it extends itself.
 *
 * <p>Sections are merged key by key. A list replaces the fragment's list as a whole, and so does a component with another
 * {@code name}, and a choice among a component's settings; one with the same name, or without one, changes the fragment's.
 */
public final class RecipeFragments {

    private static final String EXTENDS = "extends";

    private final Optional<InstalledComponents> installed;
    private final Placeholders placeholders;
    private final Problems problems;

    RecipeFragments(Optional<InstalledComponents> installed, Placeholders placeholders, Problems problems) {
        this.installed = installed;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** Returns the problems of a fragment that need no recipe to be seen: its syntax and the names of its sections and keys. */
    public static List<String> check(String yaml) {
        Problems problems = new Problems();
        try {
            Node.Fields document = YamlText.document(yaml, "fragment", problems);
            new RecipeFragments(Optional.empty(), new Placeholders(Map.of(), problems), problems).parent(document);
            new Normalizer(problems).normalize(document.without(EXTENDS), Recipe.class, "");
        } catch (ConfigException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        return problems.lines();
    }

    /** Returns a document in canonical spelling, without {@code extends}, with all that it inherits. */
    Node.Fields resolve(Node.Fields document) {
        return resolve(document, new ArrayList<>());
    }

    private Node.Fields resolve(Node.Fields document, List<String> chain) {
        Node written = placeholders.resolve(document.without(EXTENDS), "");
        Node.Fields own = (Node.Fields) new Normalizer(problems).normalize(written, Recipe.class, "");
        return parent(document)
                .flatMap(name -> fragment(name, Objects.requireNonNull(document.get(EXTENDS)), chain))
                .map(parent -> (Node.Fields) merged(parent, own))
                .orElse(own);
    }

    /** Returns the name of the fragment that a document extends, if any. */
    private Optional<String> parent(Node.Fields document) {
        Node name = document.get(EXTENDS);
        if (name == null || name instanceof Node.Scalar text && text.value() == null) {
            return Optional.empty();
        }
        if (name instanceof Node.Scalar text && text.value() instanceof String found) {
            return Optional.of(found);
        }
        problems.add(name.origin(), EXTENDS, "found " + name.found() + ", expected the name of one recipe of a plugin");
        return Optional.empty();
    }

    private Optional<Node.Fields> fragment(String name, Node place, List<String> chain) {
        boolean cycle = chain.contains(name);
        chain.add(name);
        if (cycle) {
            problems.add(place.origin(), EXTENDS, "recipes extend each other in a circle: " + String.join(", ", chain));
            return Optional.empty();
        }
        if (installed.isEmpty()) {
            problems.add(place.origin(), EXTENDS, "found '" + name + "', but no plugins are loaded that offer recipes");
            return Optional.empty();
        }
        try {
            RecipeFragment fragment = installed.get().recipe(name);
            Node.Fields document = YamlText.fragment(fragment.yaml(), fragment.source(), problems);
            return Optional.of(resolve(document, chain));
        } catch (ConfigException e) {
            problems.add(place.origin(), EXTENDS, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Returns {@code own} over {@code inherited}. */
    static Node merged(Node inherited, Node own) {
        return merged(inherited, own, true);
    }

    /**
     * Returns one section over another.
     *
     * @param named whether a {@code name} says what the section is: a component, or a choice among settings; in a {@code
     *     config} itself it is a setting like others
     */
    private static Node merged(Node inherited, Node own, boolean named) {
        if (!(inherited instanceof Node.Fields below) || !(own instanceof Node.Fields above)) {
            return own;
        }
        if (named && isAnother(below.get("name"), above.get("name"))) {
            return own;
        }
        Map<String, Node> entries = new LinkedHashMap<>(below.entries());
        Map<String, String> spellings = new HashMap<>();
        entries.keySet().forEach(key -> spellings.putIfAbsent(SettingNames.camelCase(key), key));
        above.entries().forEach((key, value) -> {
            String twin = spellings.put(SettingNames.camelCase(key), key);
            Node before = twin == null ? null : entries.remove(twin);
            entries.put(key, before == null ? value : merged(before, value, !key.equals("config")));
        });
        return new Node.Fields(entries, above.origin());
    }

    private static boolean isAnother(@Nullable Node inherited, @Nullable Node own) {
        return inherited != null && own != null && !isSameName(inherited.plain(), own.plain());
    }

    /** A bare name is that of the one plugin that has it, so it means what {@code PLUGIN/NAME} means. */
    private static boolean isSameName(@Nullable Object inherited, @Nullable Object own) {
        if (inherited instanceof String one
                && own instanceof String other
                && one.contains("/") != other.contains("/")) {
            return one.endsWith("/" + other) || other.endsWith("/" + one);
        }
        return Objects.equals(inherited, own);
    }
}
