package org.reason4j.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.cli.benchmark.BenchmarkCommand;
import org.reason4j.cli.data.DataCommand;
import org.reason4j.cli.editor.CompletionCommand;
import org.reason4j.cli.editor.SchemaCommand;
import org.reason4j.cli.model.ExportGgufCommand;
import org.reason4j.cli.model.ImportGgufCommand;
import org.reason4j.cli.model.MergeAdapterCommand;
import org.reason4j.cli.plugins.PluginsCommand;
import org.reason4j.cli.start.NewCommand;
import org.reason4j.cli.start.TryCommand;
import org.reason4j.cli.watch.CompareCommand;
import org.reason4j.cli.watch.WatchCommand;

/**
 * The commands by their names. Where the arguments name one, the others stay unloaded: all of them together take longer than a
 * short command.
 */
final class Subcommands {

    /** All names, in the order of the help. */
    static final List<String> NAMES = List.of(
            "new",
            "try",
            "train",
            "benchmark",
            "eval",
            "score",
            "generate",
            "serve",
            "watch",
            "compare",
            "config",
            "plugins",
            "gym",
            "data",
            "template",
            "checkpoint",
            "init-model",
            "merge-adapter",
            "import-gguf",
            "export-gguf",
            "logprobs",
            "doctor",
            "schema",
            "completion");

    /** Its text has the names and options of all commands. */
    private static final String COMPLETION = "completion";

    private static final List<String> VERSION = List.of("--version", "-V");

    private Subcommands() {}

    /** The commands that these arguments may need: the one that they name, none for the version alone, all otherwise. */
    static Map<String, Class<?>> needed(String... arguments) {
        Optional<String> named = Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst();
        if (named.isEmpty() && Arrays.stream(arguments).anyMatch(VERSION::contains)) {
            return Map.of();
        }
        boolean alone = named.filter(name -> NAMES.contains(name) && !name.equals(COMPLETION))
                .isPresent();
        Map<String, Class<?>> types = new LinkedHashMap<>();
        for (String name : alone ? named.stream().toList() : NAMES) {
            types.put(name, type(name));
        }
        return types;
    }

    private static Class<?> type(String name) {
        return switch (name) {
            case "new" -> NewCommand.class;
            case "try" -> TryCommand.class;
            case "train" -> TrainCommand.class;
            case "benchmark" -> BenchmarkCommand.class;
            case "eval" -> EvalCommand.class;
            case "score" -> ScoreCommand.class;
            case "generate" -> GenerateCommand.class;
            case "serve" -> ServeCommand.class;
            case "watch" -> WatchCommand.class;
            case "compare" -> CompareCommand.class;
            case "config" -> ConfigCommand.class;
            case "plugins" -> PluginsCommand.class;
            case "gym" -> GymCommand.class;
            case "data" -> DataCommand.class;
            case "template" -> TemplateCommand.class;
            case "checkpoint" -> CheckpointCommand.class;
            case "init-model" -> InitModelCommand.class;
            case "merge-adapter" -> MergeAdapterCommand.class;
            case "import-gguf" -> ImportGgufCommand.class;
            case "export-gguf" -> ExportGgufCommand.class;
            case "logprobs" -> LogprobsCommand.class;
            case "doctor" -> DoctorCommand.class;
            case "schema" -> SchemaCommand.class;
            case "completion" -> CompletionCommand.class;
            default -> throw new IllegalArgumentException("there is no command " + name);
        };
    }
}
