package org.reason4j.core.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.host.config.binding.RecordBinder;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.FilePaths;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Placeholders;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingOrigin;
import org.reason4j.core.host.config.tree.YamlText;

/**
 * Reads recipes.
 *
 * <p>Values come, the later the stronger, from the defaults of the records, the recipe that the file {@code extends}, the YAML file, environment variables such as
 * {@code REASON4J__TRAINING__LEARNING_RATE=1e-4} or {@code REASON4J__REWARDS__0__WEIGHT=0.5}, and arguments such as
 * {@code training.learningRate=1e-5}, {@code rewards[0].weight=2} or {@code optimizer.config.clipHigh=0.28}. Values of
 * variables and arguments are YAML; where a setting is text, they are taken as they are. {@code null} sets an optional one
 * back to absent.
 *
 * <p>In the file, keys of the framework's own sections may be in camel case or kebab case; keys below a {@code config} are
 * kept verbatim. Where a section names one component, its bare name is enough: {@code trackers: [console, jsonl]}.
 * {@code ${NAME}} and {@code ${NAME:default}} in the file stand for environment variables, whose values no message
 * shows; <code>${problem}</code> and
 * everything in {@code data.system}, {@code rollout.stop} and settings whose last word is prompt, system, template,
 * instruction, text or stop stays as it is, and <code>$${NAME}</code> is the text <code>${NAME}</code>.
 * Relative file names start at the directory of the recipe, and those of variables and arguments at the working directory:
 * {@code model.path}, {@code model.create.*}, {@code preference.path}, and in a {@code config} the keys {@code path} and {@code ...Path}. Those of
 * a plugin's recipe start at the directory of the recipe that extends it.
 *
 * <p>The recipe of a stage or of a learner is a section within {@code stages} or {@code learners}, or the name of a file, which
 * is read like any recipe and takes the place of its name.
 */
public final class RecipeReader {

    private RecipeReader() {}

    /** Looks at the files that a recipe names, where it has problems already. */
    @FunctionalInterface
    public interface Inputs {

        /** Looks at none. */
        Inputs UNSEEN = (recipe, concerned) -> Map.of();

        /**
         * Returns what is wrong with them.
         *
         * @param recipe as far as it can be read; what is wrong there has its default, or is absent
         * @param concerned tells whether a section or setting is one that has a problem
         * @return messages by the setting that they concern
         */
        Map<String, String> problems(Recipe recipe, Predicate<String> concerned);
    }

    /** Reads a recipe with the environment of this process and no arguments. */
    public static ResolvedRecipe read(Path file) {
        return read(file, System.getenv(), List.of());
    }

    /** Reads a recipe whatever components it names; their settings are taken as they are. */
    public static ResolvedRecipe read(Path file, Map<String, String> environment, List<String> arguments) {
        return read(
                RecipeText.of(file), new RecipeAdditions(), environment, arguments, Optional.empty(), Inputs.UNSEEN);
    }

    /**
     * Reads a recipe, whose components then hold all their settings: what the recipe says, then what a preset says, then
     * the defaults.
     *
     * @param file the YAML file
     * @param environment environment variables by name
     * @param arguments {@code path=value} overrides
     * @param installed the components that the recipe may name
     * @throws ConfigException with one line for each problem: where, which setting, what was found, what is expected
     */
    public static ResolvedRecipe read(
            Path file, Map<String, String> environment, List<String> arguments, InstalledComponents installed) {
        return read(RecipeText.of(file), new RecipeAdditions(), environment, arguments, installed);
    }

    /**
     * Reads a recipe from any text, with what a program adds to it.
     *
     * @param source the text, and where its relative file names start
     * @param additions components and other parts that a program gives; variables and arguments override them, too
     */
    public static ResolvedRecipe read(
            RecipeText source,
            RecipeAdditions additions,
            Map<String, String> environment,
            List<String> arguments,
            InstalledComponents installed) {
        return read(source, additions, environment, arguments, installed, Inputs.UNSEEN);
    }

    /**
     * Reads a recipe from any text, with what a program adds to it.
     *
     * @param inputs looks for what else is wrong where the recipe has a problem
     */
    public static ResolvedRecipe read(
            RecipeText source,
            RecipeAdditions additions,
            Map<String, String> environment,
            List<String> arguments,
            InstalledComponents installed,
            Inputs inputs) {
        return read(source, additions, environment, arguments, Optional.of(installed), inputs);
    }

    private static ResolvedRecipe read(
            RecipeText source,
            RecipeAdditions additions,
            Map<String, String> environment,
            List<String> arguments,
            Optional<InstalledComponents> installed,
            Inputs inputs) {
        Problems problems = new Problems();
        Placeholders placeholders = new Placeholders(environment, problems);
        Node.Fields document = YamlText.document(source.text(), source.name(), problems);
        Node normalized = new RecipeFragments(installed, placeholders, problems)
                .resolve(document.without(RecipeVariables.SECTION));
        FilePaths files = new FilePaths(HubCache.of(environment));
        Node written = files.absolute(normalized, "", source.directory());
        NestedRecipes nested = new NestedRecipes(installed, placeholders, files, problems);
        Overrides overrides = new Overrides(additions.addedTo(nested.read((Node.Fields) written)), files, problems);
        overrides.environment(environment);
        overrides.arguments(arguments);

        Node.Fields given = nested.complete(nested.read((Node.Fields) overrides.result()));
        Node.Fields root = installed
                .map(known -> new ComponentConfigs(known, problems).complete(given))
                .orElse(given);
        Recipe recipe = withDefaultK((Recipe) bind(root, problems), root);
        RecipeRules.check(recipe, (path, message) -> {
            if (!problems.concern(path)) {
                problems.add(origin(root, path), path, message);
            }
        });
        if (!problems.isEmpty()) {
            inputs.problems(recipe, problems::concern)
                    .forEach((path, message) -> problems.add(origin(root, path), path, message));
        }
        problems.throwIfAny();
        return ResolvedRecipe.of(
                recipe, root, placeholders, Optional.ofNullable(document.get(RecipeVariables.SECTION)));
    }

    private static Object bind(Node root, Problems problems) {
        return Objects.requireNonNull(
                new RecordBinder(problems, true).bind(root, Recipe.class, null, ""), "a lenient binder builds");
    }

    /** The k measured by default depend on the number of samples, which a constant can't know. */
    private static Recipe withDefaultK(Recipe recipe, Node.Fields root) {
        Evaluation e = recipe.evaluation();
        boolean given = root.get("evaluation") instanceof Node.Fields fields && fields.get("k") != null;
        List<LearnerTerm> learners = new ArrayList<>();
        for (LearnerTerm term : recipe.learners()) {
            Node.Fields nested = NestedRecipes.ofLearner(root, learners.size());
            learners.add(term.with(withDefaultK(term.recipe(), nested)));
        }
        List<Training.StageTerm> stages = new ArrayList<>();
        for (Training.StageTerm term : recipe.stages()) {
            Node.Fields nested = NestedRecipes.ofStage(root, stages.size());
            stages.add(new Training.StageTerm(term.key(), withDefaultK(term.recipe(), nested)));
        }
        return recipe.with(
                given ? e : e.with(e.limit(), e.samples(), Evaluation.defaultK(e.samples())), learners, stages);
    }

    private static SettingOrigin origin(Node root, String path) {
        @Nullable Node node = root;
        SettingOrigin origin = root.origin();
        for (Object step : ConfigPath.parse(path)) {
            node = step instanceof Integer index
                    ? node instanceof Node.Items items
                                    && index < items.entries().size()
                            ? items.entries().get(index)
                            : null
                    : node instanceof Node.Fields fields ? fields.get((String) step) : null;
            if (node == null) {
                return origin;
            }
            origin = node.origin();
        }
        return origin;
    }
}
