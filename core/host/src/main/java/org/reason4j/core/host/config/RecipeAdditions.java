package org.reason4j.core.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.SettingOrigin;

/**
 * What a program adds to a recipe: a component takes its place in the section of its kind, or stands behind the others there.
 * One that the recipe names itself stays where and as it is.
 */
public final class RecipeAdditions {

    private static final SettingOrigin ORIGIN = new SettingOrigin("the program");
    private static final String NAME = "name";

    private final List<UnaryOperator<Node.Fields>> changes = new ArrayList<>();

    /**
     * Adds a component to a section that lists some, unless the recipe names it there.
     *
     * @param section such as {@code rewards}
     * @param entry {@code name}, and other settings of the entry
     */
    public void append(String section, Map<String, ?> entry) {
        changes.add(recipe -> {
            Node there = recipe.get(section);
            List<Node> entries = new ArrayList<>(there instanceof Node.Items items ? items.entries() : List.of());
            boolean named = entries.stream().anyMatch(one -> name(one).equals(Optional.ofNullable(entry.get(NAME))));
            if (named || there != null && !isNothing(there) && !(there instanceof Node.Items)) {
                return recipe; // what is not a list is reported with the recipe's other problems
            }
            entries.add(Node.of(entry, ORIGIN));
            return recipe.with(section, new Node.Items(entries, there == null ? ORIGIN : there.origin()));
        });
    }

    /** Puts a component into a section that holds one, such as {@code optimizer}, in the place of another. */
    public void put(String section, String name) {
        changes.add(recipe -> with(recipe, section, name));
    }

    /** Puts a component into a section of a section, such as {@code train} of {@code data}. */
    public void put(String section, String part, String name) {
        changes.add(recipe -> recipe.with(section, with(fields(recipe.get(section)), part, name)));
    }

    /** Sets the directory that the policy is loaded from, or its name on the Hub, also where the recipe makes a new model. */
    public void model(Path directory) {
        Path place = HubCache.ofProcess().model(directory).toAbsolutePath();
        changes.add(recipe -> recipe.with(
                "model",
                fields(recipe.get("model")).without("create").with("path", Node.of(place.toString(), ORIGIN))));
    }

    private static Node.Fields with(Node.Fields fields, String key, String name) {
        Node there = fields.get(key);
        return there != null && name(there).equals(Optional.of(name))
                ? fields
                : fields.with(key, Node.of(Map.of(NAME, name), ORIGIN));
    }

    private static Node.Fields fields(@Nullable Node node) {
        return node instanceof Node.Fields fields ? fields : Node.Fields.empty(ORIGIN);
    }

    private static boolean isNothing(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() == null;
    }

    private static Optional<Object> name(Node component) {
        return component instanceof Node.Fields fields && fields.get(NAME) instanceof Node.Scalar scalar
                ? Optional.ofNullable(scalar.value())
                : Optional.empty();
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Returns a recipe, whose keys are in camel case, with the additions. */
    Node addedTo(Node recipe) {
        Node.Fields changed = (Node.Fields) recipe;
        for (UnaryOperator<Node.Fields> change : changes) {
            changed = change.apply(changed);
        }
        return changed;
    }
}
