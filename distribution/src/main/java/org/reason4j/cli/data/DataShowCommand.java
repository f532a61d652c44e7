package org.reason4j.cli.data;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j data show}: fields, prompts and lengths of datasets, before anything is trained on them. */
@Command(
        name = "show",
        description =
                "Shows the datasets of a recipe, or the rows of a file: fields with their types and first values, the"
                        + " first prompt as the model reads it, and how long prompts are.")
final class DataShowCommand implements Runnable {

    private static final String DATASET = "--dataset";
    private static final Pattern RECIPE = Pattern.compile(".*\\.ya?ml");

    @Parameters(
            index = "0",
            paramLabel = "RECIPE|FILE",
            description = "A recipe (.yaml), or a file of rows: JSON lines, a list of JSON objects, Parquet, CSV.")
    private String source;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Settings that override the recipe's; for a file, those of its dataset, such as"
                    + " prompt=question answer=solution. Without them, a file's rows are shown as they are.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = DATASET,
            paramLabel = "NAME",
            description = "Dataset that reads the file. Default: duckdb for Parquet and CSV, jsonl for others.")
    private Optional<String> dataset = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "A model directory, or a downloaded model's name on the Hub, whose chat template and tokenizer"
                            + " write prompts. Default: the recipe's.")
    private Optional<Path> model = Optional.empty();

    @Mixin
    private PluginOptions plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (PluginRegistry registry = plugins.open();
                ComponentFactory factory = new ComponentFactory(registry, SettingsBinder::bind, Map.of())) {
            if (RECIPE.matcher(source.toLowerCase(Locale.ROOT)).matches()) {
                showRecipe(registry, factory, out);
            } else {
                showFile(factory, out);
            }
        }
        out.flush();
    }

    private void showRecipe(PluginRegistry registry, ComponentFactory factory, PrintWriter out) {
        Recipe recipe = RecipeReader.read(Path.of(source), System.getenv(), settings, registry)
                .recipe();
        Optional<Path> reads = model.map(HubCache.ofProcess()::model)
                .or(() -> recipe.model().path().map(Path::of))
                .or(() -> recipe.model().create().map(created -> Path.of(created.tokenizer())));
        Map<String, Recipe.Component> sections = new LinkedHashMap<>();
        sections.put("data.train", recipe.data().train());
        sections.put("data.evaluation", recipe.data().evaluation());
        recipe.supervised().ifPresent(stage -> sections.put("supervised.data", stage.data()));
        sections.forEach((where, component) -> {
            List<Example> examples =
                    factory.create(Kind.DATASET, component, where).read();
            show(where + ": " + component.name(), examples, out);
            prompts(examples, reads, recipe.data().template(), recipe.data().system(), out);
            out.println();
        });
    }

    private void showFile(ComponentFactory factory, PrintWriter out) {
        DataFile file = DataFile.of(source, dataset, settings);
        if (settings.isEmpty() && file.hasRows()) {
            rows(file.path(), file.rows(factory, DATASET), out);
        } else {
            List<Example> examples = file.examples(factory, DATASET);
            show(file.path(), examples, out);
            prompts(examples, model.map(HubCache.ofProcess()::model), Map.of(), Optional.empty(), out);
        }
    }

    private static void rows(String path, List<? extends Map<String, ?>> rows, PrintWriter out) {
        FieldTable table = new FieldTable();
        rows.forEach(table::add);
        out.println(path + ": " + rows.size() + " rows");
        out.print(table);
        if (!table.has("prompt") && !table.has("messages")) {
            out.println("No row has a prompt or messages. Name the field that is the prompt: prompt=FIELD");
        }
    }

    private static void show(String title, List<Example> examples, PrintWriter out) {
        FieldTable table = new FieldTable();
        for (Example example : examples) {
            Map<String, Object> row = new LinkedHashMap<>(example.fields());
            example.response().ifPresent(text -> row.put("response", text));
            table.add(row);
        }
        out.println(title + ", " + examples.size() + " examples");
        out.print(table);
    }

    private static void prompts(
            List<Example> examples,
            Optional<Path> model,
            Map<String, Object> arguments,
            Optional<String> system,
            PrintWriter out) {
        if (model.isEmpty()) {
            out.print(ShownPrompts.describe(examples.get(0)));
            return;
        }
        try (ShownPrompts prompts = new ShownPrompts(model.get(), arguments, system)) {
            out.print(prompts.describe(examples));
        }
    }
}
