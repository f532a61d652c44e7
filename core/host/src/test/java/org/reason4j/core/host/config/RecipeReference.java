package org.reason4j.core.host.config;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.constraint.Interval;
import org.reason4j.core.host.config.constraint.Within;
import org.reason4j.core.host.config.tree.SettingNames;
import org.reason4j.core.host.documentation.Documentation;
import org.reason4j.core.host.documentation.DocumentationFiles;

/** Writes the reference page of recipes from the Javadoc, the annotations and the defaults of their records. */
final class RecipeReference {

    private static final String OPENING = """
            # Recipe reference

            <!-- Written by RecipeReferenceTest from the Javadoc of the recipe's records; change it there and run the test as it says. -->

            A recipe is a YAML file with these sections. What it leaves out has the default; a setting without one is
            *required*, or *absent* when that means something of its own. Keys may be written in camel case or in kebab
            case, except below a `config`, where they belong to the plugin. A component may be given by its bare name:
            `sampler: group`. Where several plugins offer one name, it is written in full, `PLUGIN/NAME`:
            `rewards: [{name: other-plugin/gsm8k}]`; [plugins](plugins.md#names) says more.

            Environment variables override the file (`REASON4J__TRAINING__LEARNING_RATE=1e-4`), and arguments override
            both (`training.learningRate=1e-5`, `rewards[0].weight=2`). In the file, `${NAME}` and `${NAME:default}` are
            environment variables; `${problem}` in small letters is text, and so is everything in `data.system`,
            `rollout.stop` and settings whose name ends in prompt, template, instruction or text. `$${NAME}` is the text
            `${NAME}`. Relative files start at the directory of the recipe.

            What a placeholder stands for is neither printed nor written: `config explain`, `recipe.resolved.yaml` and messages have
            `${NAME}` in its place, so keys belong there. The resolved recipe, given to `train` in the same environment, is the same
            recipe; its section `placeholders` holds hashes, by which `--resume` notices another value, and is not written by hand.

            `extends: NAME` at the top takes over a recipe that a plugin offers under that name (`plugins list` shows them).
            The recipe's own lines win: sections are merged key by key, while a list, or a component with another `name`,
            replaces the inherited one as a whole. Environment variables and arguments win over both. Relative files of an
            inherited recipe start at the directory of the recipe that extends it.

            A file has at most 262,144 bytes and 10,000 values, those behind an alias (`*name`) counted as often as it is used, in
            at most 50 levels. Tags such as `!!binary` are refused.
            """;

    private final DocumentationFiles documentation = new DocumentationFiles();

    private RecipeReference() {}

    static String page() {
        RecipeReference reference = new RecipeReference();
        StringBuilder page = new StringBuilder(OPENING);
        reference.section(page, Recipe.class, "The recipe");
        for (Class<?> type : List.of(
                Recipe.Component.class,
                Recipe.NamedModel.class,
                Recipe.Model.class,
                Recipe.NewModel.class,
                Recipe.Lora.class,
                Recipe.Data.class,
                Training.Supervised.class,
                Training.Preference.class,
                Recipe.Rollout.class,
                RewardTerm.class,
                Training.class,
                Evaluation.class,
                Recipe.Checkpoints.class,
                LearnerTerm.class)) {
            reference.section(page, type, type.getSimpleName());
        }
        for (Class<? extends Enum<?>> type : List.of(Recipe.OnShortage.class, Recipe.OnMissing.class)) {
            reference.choices(page, type);
        }
        return page.toString();
    }

    private void choices(StringBuilder page, Class<? extends Enum<?>> type) {
        Documentation doc = documentation.of(type);
        page.append("\n## ")
                .append(type.getSimpleName())
                .append("\n\n")
                .append(doc.text())
                .append("\n\n");
        for (Enum<?> constant : type.getEnumConstants()) {
            String text =
                    Objects.requireNonNull(doc.constants().get(constant.name())).text();
            page.append("- `")
                    .append(SettingNames.kebabCase(constant))
                    .append("`: ")
                    .append(text)
                    .append('\n');
        }
    }

    private void section(StringBuilder page, Class<?> type, String title) {
        Documentation doc = documentation.of(type);
        Shape shape = Shape.of(type);
        Object defaults = shape.constant();
        List<String> required = defaults == null ? shape.required() : List.of();
        Object example = defaults == null ? shape.example() : defaults;
        page.append("\n## ").append(title).append("\n\n").append(doc.opening()).append("\n\n");
        page.append("| key | type | default | meaning |\n|---|---|---|---|\n");
        for (RecordComponent component : shape.components().values()) {
            String name = component.getName();
            String meaning = Objects.requireNonNull(doc.settings().get(name), "@param " + name + " of " + type)
                    .text();
            String standard = required.contains(name) ? "*required*" : standard(shape.defaultOf(name, example));
            page.append("| `%s` | %s | %s | %s%s |\n"
                    .formatted(name, type(component), standard, meaning, allowed(component)));
        }
    }

    private static String standard(@Nullable Object value) {
        if (value instanceof Optional<?> optional && optional.isEmpty()) {
            return "*absent*";
        }
        if (value instanceof Recipe.Component component) {
            return "`" + component.name() + "`";
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Recipe.Component) {
            return list.stream().map(RecipeReference::standard).collect(Collectors.joining(", "));
        }
        return value instanceof Record ? "its defaults" : "`" + value(RecipeTree.of(value)) + "`";
    }

    private static String value(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.isEmpty() ? "{}" : String.valueOf(value);
    }

    private static String type(RecordComponent component) {
        return SettingsTable.typeName(component.getGenericType(), RecipeReference::link);
    }

    private static String link(Class<?> type) {
        if (type == Recipe.class) {
            return "file or [recipe](#the-recipe)";
        }
        return "[" + type.getSimpleName() + "](#" + type.getSimpleName().toLowerCase(Locale.ROOT) + ")";
    }

    private static String allowed(RecordComponent component) {
        Within within = component.getAnnotation(Within.class);
        if (within == null || within.value().equals("(-inf, inf)")) {
            return "";
        }
        return "; " + Interval.of(within.value()).expectation();
    }
}
