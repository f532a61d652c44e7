package org.reason4j.core.host.config;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.constraint.Interval;
import org.reason4j.core.host.config.constraint.Within;
import org.reason4j.core.host.config.tree.SettingNames;

/** Writes the reference page of recipes from the Javadoc, the annotations and the defaults of their records. */
final class RecipeReference {

    private static final String OPENING = """
            # Recipe reference

            <!-- Written by RecipeReferenceTest from the Javadoc of the recipe's records; change it there and run the test as it says. -->

            A recipe is a YAML file with these sections. What it leaves out has the default; a setting without one is
            *required*, or *absent* when that means something of its own. Keys may be written in camel case or in kebab
            case, except below a `config`, where they belong to the plugin. A component may be given by its bare name:
            `sampler: group`.

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

    private static final List<String> SOURCES =
            List.of("Recipe.java", "RewardTerm.java", "Training.java", "Evaluation.java");

    private record Doc(String body, Map<String, String> params) {}

    private final Map<String, Doc> docs;

    private RecipeReference(Map<String, Doc> docs) {
        this.docs = docs;
    }

    static String of(Path sources) throws IOException {
        RecipeReference reference = new RecipeReference(docs(sources));
        StringBuilder page = new StringBuilder(OPENING);
        reference.section(page, Recipe.class, "The recipe");
        for (Class<?> type : List.of(
                Recipe.Component.class,
                Recipe.NamedModel.class,
                Recipe.Model.class,
                Recipe.NewModel.class,
                Recipe.Lora.class,
                Recipe.Data.class,
                Recipe.Supervised.class,
                Recipe.Rollout.class,
                RewardTerm.class,
                Training.class,
                Evaluation.class,
                Recipe.Checkpoints.class)) {
            reference.section(page, type, type.getSimpleName());
        }
        page.append("\n## OnMissing\n\n")
                .append(Objects.requireNonNull(reference.docs.get("OnMissing")).body())
                .append("\n\n");
        for (Recipe.OnMissing constant : Recipe.OnMissing.values()) {
            String text = Objects.requireNonNull(reference.docs.get("OnMissing." + constant.name()))
                    .body();
            page.append("- `")
                    .append(SettingNames.kebabCase(constant))
                    .append("`: ")
                    .append(text)
                    .append('\n');
        }
        return page.toString();
    }

    private void section(StringBuilder page, Class<?> type, String title) {
        Doc doc = Objects.requireNonNull(docs.get(type.getSimpleName()), type.getSimpleName());
        Shape shape = Shape.of(type);
        Object defaults = shape.constant();
        List<String> required = defaults == null ? shape.required() : List.of();
        Object example = defaults == null ? shape.example() : defaults;
        String opening =
                doc.body().contains("\n\n") ? doc.body().substring(0, doc.body().indexOf("\n\n")) : doc.body();
        page.append("\n## ").append(title).append("\n\n").append(opening).append("\n\n");
        page.append("| key | type | default | meaning |\n|---|---|---|---|\n");
        for (RecordComponent component : shape.components().values()) {
            String name = component.getName();
            String meaning = Objects.requireNonNull(doc.params().get(name), "@param " + name + " of " + type);
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
        java.lang.reflect.Type type = Shape.unwrapped(component.getGenericType());
        if (Shape.raw(type) == List.class) {
            return "list of " + plural(name(Shape.raw(Shape.argument(type, 0))));
        }
        return name(Shape.raw(type));
    }

    private static String plural(String name) {
        return name.startsWith("[") ? name : name + "s";
    }

    private static String name(Class<?> type) {
        if (type.isRecord() || type.isEnum()) {
            return "[" + type.getSimpleName() + "](#" + type.getSimpleName().toLowerCase(java.util.Locale.ROOT) + ")";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        return type == Map.class ? "settings" : Scalars.expectation(type).replaceFirst("^a ", "");
    }

    private static String allowed(RecordComponent component) {
        Within within = component.getAnnotation(Within.class);
        if (within == null || within.value().equals("(-inf, inf)")) {
            return "";
        }
        return "; " + Interval.of(within.value()).expectation();
    }

    private static Map<String, Doc> docs(Path directory) throws IOException {
        Path[] sources = SOURCES.stream().map(directory::resolve).toArray(Path[]::new);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(sources));
            Map<String, Doc> found = new LinkedHashMap<>();
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Collector(trees, found).scan(unit, null);
            }
            return found;
        }
    }

    private static final class Collector extends TreePathScanner<@Nullable Void, @Nullable Void> {

        private final DocTrees trees;
        private final Map<String, Doc> found;

        Collector(DocTrees trees, Map<String, Doc> found) {
            this.trees = trees;
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            add(type.getSimpleName().toString(), getCurrentPath());
            if (type.getKind() == Tree.Kind.ENUM) {
                for (Tree member : type.getMembers()) {
                    if (member instanceof com.sun.source.tree.VariableTree constant) {
                        add(type.getSimpleName() + "." + constant.getName(), new TreePath(getCurrentPath(), member));
                    }
                }
            }
            return super.visitClass(type, nothing);
        }

        private void add(String name, TreePath path) {
            DocCommentTree comment = trees.getDocCommentTree(path);
            if (comment == null) {
                return;
            }
            Map<String, String> params = new LinkedHashMap<>();
            for (DocTree tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree param) {
                    params.put(param.getName().toString(), markdown(param.getDescription()));
                }
            }
            found.put(name, new Doc(markdown(comment.getFullBody()), params));
        }

        private static String markdown(List<? extends DocTree> parts) {
            return parts.stream()
                    .map(part -> part.getKind() == DocTree.Kind.START_ELEMENT ? "\n\n" : part.toString())
                    .collect(Collectors.joining())
                    .replaceAll("\\{@(?:code|link)\\s+([^}]*)}", "`$1`")
                    .replaceAll("(?<!\n)\n +", " ")
                    .strip();
        }
    }
}
