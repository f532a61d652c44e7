package org.reason4j.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.cli.plugins.LockOptions;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.cli.start.Interruption;
import org.reason4j.cli.start.KeptCheckpoint;
import org.reason4j.core.engine.serve.PageServer;
import org.reason4j.core.host.config.RecipeAdditions;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.RecipeText;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.host.track.live.LivePages;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.TrainerBuilder;
import org.reason4j.core.trainer.components.InputProblems;
import org.reason4j.core.trainer.run.Resumption;
import org.reason4j.core.trainer.run.TrainingOutcome;
import org.reason4j.core.trainer.run.TrainingRuns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j train}: runs a recipe and shows what changed. */
@Command(name = "train", description = "Trains a model as a recipe says, and reports what changed.")
final class TrainCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RECIPE.yaml", description = "The recipe.")
    private Path recipe;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Settings that override the recipe's.")
    private List<String> overrides = List.of();

    @Option(names = "--output", paramLabel = "DIR", description = "Where to write; runs/NAME by default.")
    private @Nullable Path output;

    @Option(names = "--resume", description = "Go on from the newest checkpoint in the output directory.")
    private boolean resume;

    @Option(
            names = "--resume-from",
            paramLabel = "STEP",
            description = "Go on from the checkpoint of that step; later ones are renamed to step-N.aside.")
    private @Nullable Integer from;

    @Option(names = "--watch", description = "Serve a page that follows the run, to browsers of this machine.")
    private boolean watch;

    @Option(
            names = "--watch-port",
            paramLabel = "N",
            description = "Where --watch listens at 127.0.0.1. Default: any port that is free.")
    private @Nullable Integer watchPort;

    @Mixin
    private ClusterOptions cluster;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LockOptions lock;

    @Mixin
    private PluginOptions plugins;

    @Override
    public Integer call() {
        PrintStream out = System.out;
        String name = recipe.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Path directory = output != null ? output : defaultOutput(name);
        try (PluginRegistry registry = plugins.open();
                Interruption watching = Interruption.of(directory, arguments(), System.err);
                PageServer page = watch(directory)) {
            ResolvedRecipe resolved = RecipeReader.read(
                    RecipeText.of(recipe),
                    new RecipeAdditions(),
                    System.getenv(),
                    overrides,
                    registry,
                    new InputProblems(registry));
            lock.require(recipe, resolved.recipe(), registry);
            out.println("Writing to " + directory.toAbsolutePath());
            if (page != null) {
                out.println("Watch it at " + page.url());
            }
            TrainerBuilder builder = Trainer.builder()
                    .recipe(resolved)
                    .name(name)
                    .plugins(registry)
                    .output(directory)
                    .resume(resumption())
                    .console(watching.until(out), Terminal.detect());
            TrainingOutcome outcome = train(builder, cluster.open(registry), directory);
            if (outcome.stages().isEmpty()) {
                tell(out, outcome, directory, resolved.recipe().preference().isPresent());
            } else {
                tellStages(out, outcome, resolved.recipe().stages(), directory);
            }
        }
        return 0;
    }

    /** Serves the page of the run while it goes on, if somebody wants to watch it. */
    private @Nullable PageServer watch(Path directory) {
        if (!watch && watchPort == null) {
            return null;
        }
        int port = watchPort == null ? 0 : watchPort;
        return new PageServer(port, "--watch-port", new LivePages(List.of(directory)));
    }

    private static void tellStages(
            PrintStream out, TrainingOutcome outcome, List<Training.StageTerm> stages, Path directory) {
        for (int i = 0; i < stages.size(); i++) {
            TrainingOutcome stage = outcome.stages().get(stages.get(i).key());
            if (stage != null) { // else an earlier process made it
                out.printf(
                        "%nStage %d of %d, %s%n",
                        i + 1, stages.size(), stages.get(i).key());
                tell(out, stage, TrainingRuns.directory(directory, i, stages.get(i)), false);
            }
        }
    }

    private static void tell(PrintStream out, TrainingOutcome outcome, Path directory, boolean pairs) {
        out.print(pairs ? ChangeTable.ofPairs(outcome) : ChangeTable.of(outcome));
        if (pairs) {
            out.println("Reward model: " + directory.resolve("reward-model").toAbsolutePath());
        }
        KeptCheckpoint.newest(directory).ifPresent(newest -> {
            Path model = newest.toAbsolutePath();
            out.println("Checkpoint: " + model);
            out.println("  reason4j generate --model " + model + " --prompt '...'");
            out.println("  reason4j serve --model " + model);
        });
        Path report = directory.resolve("report.html");
        if (Files.exists(report)) {
            out.println("Report: " + report.toAbsolutePath());
        }
    }

    /** The words of this command behind {@code reason4j}. */
    private List<String> arguments() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    private Resumption resumption() {
        if (from != null) {
            return Resumption.from(from);
        }
        return resume ? Resumption.NEWEST : Resumption.NONE;
    }

    private static TrainingOutcome train(TrainerBuilder builder, Optional<ClusterEngine> engine, Path directory) {
        if (engine.isEmpty()) {
            return train(builder, directory);
        }
        try (ClusterEngine workers = engine.get()) {
            return train(builder.cluster(plugins -> workers), directory);
        }
    }

    private static TrainingOutcome train(TrainerBuilder builder, Path directory) {
        try (Trainer trainer = builder.open()) {
            return trainer.train();
        } catch (RuntimeException e) {
            throw RunStopped.of(e, directory);
        } catch (Error e) {
            throw RunStopped.of(e, directory);
        }
    }

    /** The first free directory of that name, or for a resumed run the last one in use. */
    private Path defaultOutput(String name) {
        Path runs = Path.of("runs");
        int number = 1;
        while (Files.exists(numbered(runs, name, number))) {
            number++;
        }
        return numbered(runs, name, resumption().resumes() ? Math.max(1, number - 1) : number);
    }

    private static Path numbered(Path runs, String name, int number) {
        return runs.resolve(number == 1 ? name : String.format(Locale.ROOT, "%s-%d", name, number));
    }
}
