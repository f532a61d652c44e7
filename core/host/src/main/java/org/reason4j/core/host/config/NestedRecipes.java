package org.reason4j.core.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * The recipes within a recipe: those of its stages and of its learners. A file's name is replaced by what the file says, and
 * what follows from the recipe around it is filled in.
 *
 * <p>A stage has every section of the recipe around it, changed by its own as a recipe changes what it {@code extends}, but for
 * {@code supervised}.
 */
final class NestedRecipes {

    private static final String LEARNERS = "learners";
    private static final String STAGES = "stages";
    private static final String SUPERVISED = "supervised";
    private static final List<String> OF_A_RUN_ALONE = List.of(STAGES, LEARNERS, "preference");
    private static final Set<String> OF_ITS_OWN = Set.of(SUPERVISED, "seed");
    private static final String RECIPE = "recipe";
    private static final String TRAINING = "training";
    private static final String STEPS = "steps";
    private static final String SEED = "seed";
    private static final String DEVICE = "device";
    private static final SettingOrigin FOLLOWS = new SettingOrigin("the recipe around it");

    private final Optional<InstalledComponents> installed;
    private final Placeholders placeholders;
    private final FilePaths files;
    private final Problems problems;

    NestedRecipes(
            Optional<InstalledComponents> installed, Placeholders placeholders, FilePaths files, Problems problems) {
        this.installed = installed;
        this.placeholders = placeholders;
        this.files = files;
        this.problems = problems;
    }

    /** Where the recipe of a learner stands. */
    static String learner(int index) {
        return path(LEARNERS, index);
    }

    /** Where the recipe of a stage stands. */
    static String stage(int index) {
        return path(STAGES, index);
    }

    private static String path(String section, int index) {
        return ConfigPath.child(ConfigPath.child(section, index), RECIPE);
    }

    /** The sections of a learner's recipe; none where they are not written as sections. */
    static Node.Fields ofLearner(Node.Fields root, int index) {
        return recipe(root, LEARNERS, index);
    }

    /** The sections of a stage's recipe; none where they are not written as sections. */
    static Node.Fields ofStage(Node.Fields root, int index) {
        return recipe(root, STAGES, index);
    }

    private static Node.Fields recipe(Node.Fields root, String section, int index) {
        return root.get(section) instanceof Node.Items items
                        && index < items.entries().size()
                        && items.entries().get(index) instanceof Node.Fields term
                        && term.get(RECIPE) instanceof Node.Fields recipe
                ? recipe
                : Node.Fields.empty(root.origin());
    }

    private interface Change {
        Node.Fields of(Node.Fields term, String path);
    }

    private static Node.Fields changed(Node.Fields root, String section, Change change) {
        if (!(root.get(section) instanceof Node.Items items)) {
            return root;
        }
        List<Node> entries = new ArrayList<>();
        for (Node entry : items.entries()) {
            entries.add(entry instanceof Node.Fields term ? change.of(term, path(section, entries.size())) : entry);
        }
        return root.with(section, new Node.Items(entries, items.origin()));
    }

    /** Returns a recipe in canonical spelling with what the files say that its stages and learners name. */
    Node.Fields read(Node.Fields root) {
        Change change = (term, path) -> term.get(RECIPE) instanceof Node.Scalar scalar
                        && scalar.value() instanceof String name
                        && !name.isBlank()
                ? term.with(RECIPE, read(Path.of(name), scalar, path))
                : term;
        return changed(changed(root, STAGES, change), LEARNERS, change);
    }

    private Node read(Path file, Node.Scalar name, String path) {
        try {
            RecipeText text = RecipeText.of(file);
            Node.Fields document = YamlText.document(text.text(), text.name(), problems);
            Node normalized = new RecipeFragments(installed, placeholders, problems)
                    .resolve(document.without(RecipeVariables.SECTION));
            return files.absolute(normalized, "", text.directory());
        } catch (ConfigException e) {
            problems.add(name.origin(), path, String.valueOf(e.getMessage()));
            return name;
        }
    }

    /** Returns a recipe whose stages and learners have all that follows from the recipe around them. */
    Node.Fields complete(Node.Fields root) {
        int stages =
                root.get(STAGES) instanceof Node.Items items ? items.entries().size() : 0;
        return stages == 0
                ? completeLearners(root)
                : around(changed(root, STAGES, (term, path) -> stage(root, term, path)), stages);
    }

    /** A stage with what it shares with the others. */
    private Node.Fields stage(Node.Fields root, Node.Fields term, String path) {
        if (!(term.get(RECIPE) instanceof Node.Fields written)) {
            return term;
        }
        Node.Fields own =
                without(OF_A_RUN_ALONE, written, path + ".", "a stage", "only a recipe without stages has some");
        Node.Fields shared = without(List.of(SUPERVISED), root, "", "a recipe with stages", "it is one of the stages");
        shared = without(
                        List.of(LEARNERS, "preference"),
                        shared,
                        "",
                        "a recipe with stages",
                        "only a recipe without stages has some")
                .without(STAGES);
        Node.Fields recipe = (Node.Fields) RecipeFragments.merged(shared, own);
        boolean hasSteps = own.get(TRAINING) instanceof Node.Fields training && !isNothing(training.get(STEPS));
        if (!hasSteps && !isNothing(own.get(SUPERVISED))) {
            recipe = withSteps(recipe, 0);
        }
        return term.with(
                RECIPE, isNothing(own.get(SEED)) ? recipe.with(SEED, Node.of(seed(root, term), FOLLOWS)) : recipe);
    }

    /** The recipe around stages: what it leaves out is that of the first stage that has it, and its steps are all of theirs. */
    private static Node.Fields around(Node.Fields root, int stages) {
        Node.Fields filled = root;
        long steps = 0;
        for (int i = 0; i < stages; i++) {
            Node.Fields stage = ofStage(root, i);
            steps += stage.get(TRAINING) instanceof Node.Fields training ? number(training.get(STEPS), 0) : 0;
            for (Map.Entry<String, Node> section : stage.entries().entrySet()) {
                boolean shared = !OF_ITS_OWN.contains(section.getKey());
                if (shared && isNothing(filled.get(section.getKey()))) {
                    filled = filled.with(section.getKey(), section.getValue());
                }
            }
        }
        return withSteps(filled.without(SUPERVISED).without(LEARNERS).without("preference"), steps);
    }

    private static Node.Fields withSteps(Node.Fields recipe, long steps) {
        Node.Fields training =
                recipe.get(TRAINING) instanceof Node.Fields given ? given : Node.Fields.empty(recipe.origin());
        return recipe.with(TRAINING, training.with(STEPS, Node.of(steps, FOLLOWS)));
    }

    private Node.Fields completeLearners(Node.Fields root) {
        return changed(root, LEARNERS, (learner, path) -> {
            if (!(learner.get(RECIPE) instanceof Node.Fields written)) {
                return learner;
            }
            Node.Fields recipe = withSteps(
                    without(
                            List.of(STAGES, LEARNERS),
                            written,
                            path + ".",
                            "a learner",
                            "list all of them beside the policy"),
                    steps(root, learner));
            if (isNothing(recipe.get(SEED))) {
                recipe = recipe.with(SEED, Node.of(seed(root, learner), FOLLOWS));
            }
            Node device = root.get(DEVICE);
            if (isNothing(recipe.get(DEVICE)) && device != null) {
                recipe = recipe.with(DEVICE, device);
            }
            return learner.with(RECIPE, recipe);
        });
    }

    /** A recipe without sections that can't stand in it, each of which is reported with the reason. */
    private Node.Fields without(
            List<String> sections, Node.Fields recipe, String prefix, String holder, String reason) {
        Node.Fields rest = recipe;
        for (String section : sections) {
            Node given = recipe.get(section);
            boolean empty = isNothing(given)
                    || given instanceof Node.Items items && items.entries().isEmpty();
            if (given != null && !empty) {
                problems.add(
                        given.origin(),
                        prefix + section,
                        "found " + section + " of " + holder + ", expected none: " + reason);
            }
            rest = rest.without(section);
        }
        return rest;
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
