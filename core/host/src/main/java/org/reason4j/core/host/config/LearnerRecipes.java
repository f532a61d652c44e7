package org.reason4j.core.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.FilePaths;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Placeholders;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingOrigin;
import org.reason4j.core.host.config.tree.YamlText;

/**
 * The recipes within a recipe: those of its learners. A file's name is replaced by what the file says, and what follows from
 * the recipe around it is filled in.
 */
final class LearnerRecipes {

    private static final String SECTION = "learners";
    private static final String RECIPE = "recipe";
    private static final String TRAINING = "training";
    private static final String STEPS = "steps";
    private static final String SEED = "seed";
    private static final String DEVICE = "device";
    private static final SettingOrigin FOLLOWS = new SettingOrigin("the recipe around it");

    private final Optional<InstalledComponents> installed;
    private final Placeholders placeholders;
    private final Problems problems;

    LearnerRecipes(Optional<InstalledComponents> installed, Placeholders placeholders, Problems problems) {
        this.installed = installed;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** Where the recipe of a learner stands. */
    static String path(int index) {
        return ConfigPath.child(ConfigPath.child(SECTION, index), RECIPE);
    }

    /** The sections of a learner's recipe; none where they are not written as sections. */
    static Node.Fields recipe(Node.Fields root, int index) {
        return root.get(SECTION) instanceof Node.Items items
                        && index < items.entries().size()
                        && items.entries().get(index) instanceof Node.Fields learner
                        && learner.get(RECIPE) instanceof Node.Fields recipe
                ? recipe
                : Node.Fields.empty(root.origin());
    }

    private interface Change {
        Node.Fields of(Node.Fields learner, String path);
    }

    private static Node.Fields changed(Node.Fields root, Change change) {
        if (!(root.get(SECTION) instanceof Node.Items items)) {
            return root;
        }
        List<Node> entries = new ArrayList<>();
        for (Node entry : items.entries()) {
            entries.add(entry instanceof Node.Fields learner ? change.of(learner, path(entries.size())) : entry);
        }
        return root.with(SECTION, new Node.Items(entries, items.origin()));
    }

    /** Returns a recipe in canonical spelling with what the files say that its learners name. */
    Node.Fields read(Node.Fields root) {
        return changed(
                root,
                (learner, path) -> learner.get(RECIPE) instanceof Node.Scalar scalar
                                && scalar.value() instanceof String name
                                && !name.isBlank()
                        ? learner.with(RECIPE, read(Path.of(name), scalar, path))
                        : learner);
    }

    private Node read(Path file, Node.Scalar name, String path) {
        try {
            RecipeText text = RecipeText.of(file);
            Node.Fields document = YamlText.document(text.text(), text.name(), problems);
            Node normalized = new RecipeFragments(installed, placeholders, problems)
                    .resolve(document.without(RecipeVariables.SECTION));
            return FilePaths.absolute(normalized, "", text.directory());
        } catch (ConfigException e) {
            problems.add(name.origin(), path, String.valueOf(e.getMessage()));
            return name;
        }
    }

    /** Returns a recipe whose learners have the number of their steps, a seed and a device. */
    Node.Fields complete(Node.Fields root) {
        return changed(root, (learner, path) -> {
            if (!(learner.get(RECIPE) instanceof Node.Fields written)) {
                return learner;
            }
            Node.Fields recipe = withoutLearners(written, path);
            Node.Fields training =
                    recipe.get(TRAINING) instanceof Node.Fields given ? given : Node.Fields.empty(recipe.origin());
            Node.Fields filled = recipe.with(TRAINING, training.with(STEPS, Node.of(steps(root, learner), FOLLOWS)));
            if (isNothing(recipe.get(SEED))) {
                filled = filled.with(SEED, Node.of(seed(root, learner), FOLLOWS));
            }
            Node device = root.get(DEVICE);
            if (isNothing(recipe.get(DEVICE)) && device != null) {
                filled = filled.with(DEVICE, device);
            }
            return learner.with(RECIPE, filled);
        });
    }

    private Node.Fields withoutLearners(Node.Fields recipe, String path) {
        if (recipe.get(SECTION) instanceof Node.Items items && !items.entries().isEmpty()) {
            problems.add(
                    items.origin(),
                    ConfigPath.child(path, SECTION),
                    "found learners of a learner, expected none: list all of them beside the policy");
        }
        return recipe.without(SECTION);
    }

    private static boolean isNothing(@Nullable Node node) {
        return node == null || node instanceof Node.Scalar scalar && scalar.value() == null;
    }

    private static int steps(Node.Fields root, Node.Fields learner) {
        long steps = root.get(TRAINING) instanceof Node.Fields training ? number(training.get(STEPS), 0) : 0;
        long every = Math.max(1, number(learner.get("every"), 1));
        long start = Math.max(0, number(learner.get("start"), 0));
        return LearnerTerm.stepsAfter((int) steps, (int) every, (int) start);
    }

    /** A seed of nine digits at most, from that of the recipe and the learner's key. */
    private static long seed(Node.Fields root, Node.Fields learner) {
        long key = SplitMix64.key(number(root.get(SEED), Recipe.SEED));
        String name = learner.get("key") instanceof Node.Scalar scalar ? String.valueOf(scalar.value()) : "";
        return SplitMix64.below(SplitMix64.number(SplitMix64.extend(key, name), 0), 1_000_000_000);
    }

    /** A number as it is written; what is none is reported where it is bound. */
    private static long number(@Nullable Node node, long otherwise) {
        try {
            return node instanceof Node.Scalar scalar && scalar.value() != null
                    ? Long.parseLong(scalar.value().toString().strip())
                    : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
