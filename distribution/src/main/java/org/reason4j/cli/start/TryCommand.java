package org.reason4j.cli.start;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reason4j try}: a few steps of a recipe, and what they tell. */
@Command(
        name = "try",
        description =
                "Runs two steps of a recipe in a temporary directory, and tells what they show: answers that could be read,"
                        + " rewards, responses, memory, and how long the whole recipe will take.")
public final class TryCommand implements Runnable {

    /** Held-out problems that are answered before the steps. */
    private static final int PROBLEMS = 8;

    @Parameters(index = "0", paramLabel = "RECIPE.yaml", description = "The recipe.")
    private Path recipe;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Settings that override the recipe's.")
    private List<String> overrides = List.of();

    @Option(names = "--steps", paramLabel = "N", description = "Number of steps; 2 by default.")
    private int steps = 2;

    @Mixin
    private PluginOptions plugins;

    @Override
    public void run() {
        check(steps >= 1, "--steps is %s, expected at least 1.", steps);
        PrintStream out = System.out;
        try (PluginRegistry registry = plugins.open()) {
            Recipe read = RecipeReader.read(recipe, System.getenv(), overrides, registry)
                    .recipe();
            Recipe whole = read.stages().isEmpty() ? read : read.stages().get(0).recipe();
            check(
                    whole.preference().isEmpty() && whole.steps() >= 1,
                    "%s has no steps of reinforcement learning to try. Train a short one: reason4j train %s with fewer"
                            + " steps.",
                    recipe,
                    recipe);
            int made = Math.min(steps, whole.steps());
            ResolvedRecipe few = RecipeReader.read(
                    recipe,
                    System.getenv(),
                    settings(whole, read.stages().isEmpty() ? "" : "stages[0].recipe."),
                    registry);
            Trial trial = new Trial();
            int heldOut = play(few, registry, trial, made, out);
            out.printf("%n%d steps of %s. Nothing was kept.%n%n", made, recipe);
            out.print(new TrialReport(whole, trial, heldOut).text());
        }
        out.printf("%nTrain: reason4j train %s%n", ShellWords.of(command()));
    }

    private int play(ResolvedRecipe few, PluginRegistry registry, Trial trial, int made, PrintStream out) {
        try (Trainer trainer = Trainer.builder()
                .recipe(few)
                .name(recipe.getFileName().toString())
                .plugins(registry)
                .console(out, Terminal.detect())
                .tracker(trial)
                .open()) {
            for (int step = 0; step < made && trainer.hasNext(); step++) {
                trainer.step();
            }
            return trainer.heldOutExamples();
        }
    }

    /**
     * Settings that make the steps of a recipe quick to look at, and change none of them.
     *
     * @param section before the settings of the recipe that is tried: the first stage where there are several
     */
    private List<String> settings(Recipe whole, String section) {
        List<String> settings = new ArrayList<>(overrides);
        int limit = whole.evaluation().limit();
        settings.add(section + "trackers=[console]");
        settings.add(section + "evaluation.limit=" + (limit == 0 ? PROBLEMS : Math.min(PROBLEMS, limit)));
        settings.add(section + "evaluation.samples=0");
        settings.add(section + "evaluation.k=[]");
        settings.add(section + "evaluation.every=0");
        settings.add(section + "coach.patience=1");
        whole.supervised()
                .ifPresent(stage ->
                        settings.add(section + "supervised.steps=" + Math.min(stage.steps(), Math.max(2, steps))));
        return settings;
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(List.of(recipe.toString()));
        words.addAll(overrides);
        return words;
    }
}
