package org.reason4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.cli.console.MissingCommand;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j gym}: what the datasets of the plugin {@code gym} hold. */
@Command(
        name = "gym",
        description = "Shows the problems that the plugin gym makes.",
        synopsisSubcommandLabel = "COMMAND")
final class GymCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw MissingCommand.of(spec);
    }

    @Command(description = "Lists the families of problems: name, number of levels, knobs and what is asked.")
    void list(
            @Mixin PluginOptions plugins,
            @Option(names = "--json", description = "Print JSON, with the knobs of every level.") boolean json) {
        Map<String, List<Example>> families = read(plugins, "gym-samples", Map.of()).stream()
                .collect(Collectors.groupingBy(
                        example -> text(example, "family"), LinkedHashMap::new, Collectors.toList()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = Json.object();
            ArrayNode all = root.putArray("families");
            families.forEach((name, levels) -> {
                ObjectNode family = all.addObject().put("name", name).put("about", text(levels.get(0), "about"));
                ArrayNode knobs = family.putArray("levels");
                levels.forEach(level -> knobs.add(Json.tree(Optional.of(knobs(level)))));
            });
            Json.print(root, out);
        } else {
            Columns table = new Columns();
            table.add("family", "levels", "knobs", "about");
            families.forEach((name, levels) -> table.add(
                    name,
                    String.valueOf(levels.size()),
                    knobs(levels.get(0)).keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    text(levels.get(0), "about")));
            out.print(table);
        }
        out.flush();
    }

    @Command(description = "Prints problems of a family, each with one right answer.")
    void show(
            @Parameters(index = "0", paramLabel = "FAMILY", description = "Name of the family.") String family,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Seed of the draws. Default: 1.")
                    long seed,
            @Option(
                            names = "--level",
                            paramLabel = "L",
                            defaultValue = "0",
                            description = "Level, from 0, the easiest. Default: 0.")
                    int level,
            @Option(
                            names = "--number",
                            paramLabel = "K",
                            defaultValue = "1",
                            description = "Number of problems. Default: 1.")
                    int number,
            @Mixin PluginOptions plugins,
            @Option(names = "--json", description = "Print one JSON object per line.") boolean json) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("families", List.of(Map.of("name", family, "level", level)));
        config.put("problems", number);
        config.put("seed", seed);
        config.put("instruction", "");
        List<Example> examples = read(plugins, "gym", config);
        PrintWriter out = spec.commandLine().getOut();
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            String question = example.messages().get(0).content();
            if (json) {
                ObjectNode problem = Json.object().put("question", question);
                example.fields().forEach((name, value) -> problem.set(name, Json.tree(Optional.of(value))));
                out.println(problem);
            } else {
                out.print(i == 0 ? "" : System.lineSeparator());
                out.println(question);
                out.println("Answer: " + text(example, "answer"));
            }
        }
        out.flush();
    }

    /** The examples of a dataset of the plugin; only its settings and fields are known here. */
    private static List<Example> read(PluginOptions plugins, String dataset, Map<String, Object> config) {
        try (PluginRegistry registry = plugins.open();
                ComponentFactory factory = new ComponentFactory(registry, SettingsBinder::bind, Map.of())) {
            return factory.create(Kind.DATASET, dataset, Optional.empty(), config, "data.train")
                    .read();
        }
    }

    private static String text(Example example, String field) {
        return String.valueOf(example.fields().get(field));
    }

    private static Map<?, ?> knobs(Example example) {
        return example.fields().get("knobs") instanceof Map<?, ?> knobs ? knobs : Map.of();
    }
}
