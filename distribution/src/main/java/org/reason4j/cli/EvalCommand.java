package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.cli.data.DataFile;
import org.reason4j.cli.data.ReaderOptions;
import org.reason4j.cli.plugins.LockOptions;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.host.config.Evaluation;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.host.track.ConsoleConfig;
import org.reason4j.core.host.track.ConsoleTracker;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.components.MeasuringComponents;
import org.reason4j.core.trainer.components.MissingField;
import org.reason4j.core.trainer.components.SystemMessage;
import org.reason4j.core.trainer.evaluation.EvaluationSettings;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.evaluation.Measuring;
import org.reason4j.core.trainer.experience.PromptFit;
import org.reason4j.core.trainer.experience.PromptPool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j eval}: how well a model does on the problems of a file. */
@Command(
        name = "eval",
        description = "Measures a model on problems: accuracy with greedy decoding, and pass@k and maj@k over samples.")
final class EvalCommand implements Runnable {

    private static final String USUAL_REWARD = "numeric-answer";

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Problems: JSON lines, or what another dataset reads, such as Parquet.")
    private String data;

    @Mixin
    private ReaderOptions reader;

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "Take reward, names of fields, system message, sampling, seed, precision and device from this"
                    + " recipe, as far as no option says otherwise.")
    private Optional<Path> recipe = Optional.empty();

    @Option(
            names = "--reward",
            paramLabel = "NAME",
            description = "Which reward decides what is correct. Default: the recipe's first; without a recipe "
                    + USUAL_REWARD + ", which compares the number in the last <answer> tag.")
    private Optional<String> reward = Optional.empty();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Samples per problem for pass@k and maj@k. Default: the recipe's; without a recipe 0.")
    private Optional<Integer> samples = Optional.empty();

    @Option(
            names = "--k",
            paramLabel = "K",
            split = ",",
            description = "The k, none larger than the samples. Default: the recipe's, or those of 1 and 8 that fit.")
    private List<Integer> k = new ArrayList<>();

    @Option(names = "--greedy", description = "Decode greedily and draw no samples, whatever the recipe says.")
    private boolean greedy;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Use the first N problems; 0 for all. Default: the recipe's; without a recipe all.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest response. Default: the recipe's; without a recipe 512.")
    private Optional<Integer> maxTokens = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Key of the samples' randomness. Default: the recipe's; without a recipe 42.")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private LockOptions lock;

    @Mixin
    private PluginOptions plugins;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (PluginRegistry registry = plugins.open()) {
            Recipe usual = settings(registry);
            check(!lock.isLocked() || recipe.isPresent(), "--locked holds for a recipe; name it with --recipe.");
            recipe.ifPresent(file -> lock.require(file, usual, registry));
            Recipe settings = usual.with(evaluation(usual.evaluation()));
            Recipe.Rollout rollout = rollout(settings.rollout());
            RewardTerm measuring = measuring(settings, registry);
            ModelConfig config = ModelConfig.read(model.directory());
            try (ModelTokenizer tokenizer = ModelTokenizer.open(
                            model.directory(),
                            config,
                            ChatFormat.read(model.directory())
                                    .with(settings.data().template()));
                    MeasuringComponents components = new MeasuringComponents(settings, rollout, registry, tokenizer)) {
                ActiveReward judge = components.measure(measuring, "--reward");
                List<Example> examples = examples(settings, components.factory());
                requireFields(judge, examples);
                Optional<String> system = SystemMessage.of(settings, components.environment());
                PromptFit fit = new PromptFit(tokenizer, system, config, rollout.maxTokens(), "--max-tokens");
                List<Prompt> problems = fit
                        .fitting("The problems", examples, settings.data().skipsUnfit())
                        .stream()
                        .map(example -> PromptPool.render(example, tokenizer, system))
                        .toList();
                print(measure(settings, rollout, components, judge, tokenizer, problems));
            }
        }
    }

    private Evaluator.Result measure(
            Recipe settings,
            Recipe.Rollout rollout,
            MeasuringComponents components,
            ActiveReward judge,
            ModelTokenizer tokenizer,
            List<Prompt> problems) {
        long key = seed.orElse(settings.seed());
        try (LanguageModel loaded = model.load(settings.model(), settings.device());
                Evaluator evaluator = new Evaluator(
                        loaded,
                        tokenizer,
                        judge,
                        EvaluationSettings.of(
                                rollout,
                                components.environment(),
                                settings.evaluation(),
                                key,
                                Math.max(2, Runtime.getRuntime().availableProcessors())));
                ConsoleTracker console = new ConsoleTracker(System.err, Terminal.detect(), ConsoleConfig.DEFAULTS)) {
            components.use(loaded, key);
            long total = (long) problems.size() * (1 + settings.evaluation().samples());
            return evaluator.full(
                    problems,
                    Measuring.Progress.of(total, (stage, done, all) -> console.progress(0, stage, done, all)));
        }
    }

    /** The recipe, or one that says nothing. */
    private Recipe settings(PluginRegistry registry) {
        return recipe.map(file -> RecipeReader.read(file, System.getenv(), List.of(), registry)
                        .recipe())
                .orElseGet(() -> {
                    Recipe.Component problems = Recipe.Component.of(DataFile.JSONL);
                    Recipe usual = Recipe.of(
                            Recipe.Model.DEFAULTS,
                            Recipe.Data.of(problems, problems),
                            List.of(RewardTerm.of(USUAL_REWARD)),
                            Training.of(1));
                    Evaluation e = usual.evaluation();
                    return usual.with(e.with(0, e.samples(), e.k()));
                });
    }

    private Evaluation evaluation(Evaluation usual) {
        check(
                !greedy || samples.isEmpty() && k.isEmpty(),
                "--greedy draws no samples; leave it out to measure with --samples and --k");
        samples.ifPresent(count -> check(count >= 0, "--samples is %s, expected 0 or more", count));
        limit.ifPresent(count -> check(count >= 0, "--limit is %s, expected 0 for all problems, or more", count));
        int count = greedy ? 0 : samples.orElse(usual.samples());
        for (int chosen : k) {
            check(chosen >= 1, "--k holds %s, expected numbers from 1 on", chosen);
            check(
                    chosen <= count,
                    "--k holds %s, but there are %s samples per problem. Give --samples %s, or leave out that k.",
                    chosen,
                    count,
                    chosen);
        }
        check(new HashSet<>(k).size() == k.size(), "--k is %s, expected each k once", k);
        List<Integer> measured = greedy || samples.isPresent() ? Evaluation.defaultK(count) : usual.k();
        return usual.with(limit.orElse(usual.limit()), count, k.isEmpty() ? measured : k);
    }

    private Recipe.Rollout rollout(Recipe.Rollout usual) {
        maxTokens.ifPresent(count -> check(count >= 1, "--max-tokens is %s, expected at least 1", count));
        return usual.withMaxTokens(maxTokens.orElse(usual.maxTokens()));
    }

    /** The reward that measures in the recipe, or the one that was named, with the recipe's settings where it has it. */
    private RewardTerm measuring(Recipe settings, PluginRegistry registry) {
        RewardTerm term = reward.map(name -> settings.rewards().stream()
                        .filter(known -> known.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> RewardTerm.of(name)))
                .or(() -> settings.evaluation().reward())
                .or(() -> settings.rewards().stream().findFirst())
                .orElseThrow(() ->
                        new ConfigException("The recipe has no reward that could measure. Name one with --reward."));
        check(
                registry.offers(Kind.REWARD).stream()
                        .anyMatch(
                                offer -> List.of(offer.name(), offer.fullName()).contains(term.name())),
                "--reward: %s",
                registry.unknown(Kind.REWARD, term.name(), "Name one of these."));
        return term;
    }

    private List<Example> examples(Recipe settings, ComponentFactory factory) {
        Recipe.Component usual = settings.data().evaluation();
        int most = settings.evaluation().limit();
        List<Example> examples =
                reader.file(data).withNamesOf(usual.name(), usual.config()).examples(factory, "--data");
        return most == 0 ? examples : examples.stream().limit(most).toList();
    }

    private void requireFields(ActiveReward judge, List<Example> examples) {
        MissingField.of(judge.reward().requirements().fields(), examples).stream()
                .findFirst()
                .ifPresent(missing -> check(
                        false,
                        "The reward '%s' reads the field '%s', but problem '%s' of %s has only %s. Choose another"
                                + " --reward, or name the file's fields in the data.evaluation of a --recipe, or by"
                                + " --data-config, such as answer=FIELD.",
                        judge.key(),
                        missing.field(),
                        missing.example().id(),
                        data,
                        missing.present()));
    }

    private void print(Evaluator.Result result) {
        HeldOutScores numbers = result.measurement();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root =
                    Json.object().put("accuracy", numbers.accuracy()).put("standard_error", numbers.standardError());
            numbers.passAt().forEach((count, value) -> root.put("pass@" + count, value));
            numbers.majorityAt().forEach((count, value) -> root.put("maj@" + count, value));
            root.put("problems", numbers.problems())
                    .put("unscored", result.unscored())
                    .put("mean_length", numbers.responseLength());
            Json.print(root, out);
        } else {
            Columns columns = new Columns();
            columns.add("greedy accuracy", percent(numbers.accuracy()) + " +- " + percent(numbers.standardError()));
            numbers.passAt().forEach((count, value) -> columns.add("pass@" + count, percent(value)));
            numbers.majorityAt().forEach((count, value) -> columns.add("maj@" + count, percent(value)));
            columns.add("problems", Integer.toString(numbers.problems()));
            columns.add("unscored", Integer.toString(result.unscored()));
            columns.add("tokens per response", String.format(Locale.ROOT, "%.1f", numbers.responseLength()));
            out.print(columns);
        }
        out.flush();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
