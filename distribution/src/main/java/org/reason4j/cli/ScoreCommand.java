package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.cli.data.DataFile;
import org.reason4j.cli.data.ReaderOptions;
import org.reason4j.cli.plugins.LockOptions;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeAdditions;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.RecipeText;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.dataset.ResponsesReader;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.host.reward.RewardScorer;
import org.reason4j.core.host.reward.Verdict;
import org.reason4j.core.trainer.components.AuxiliaryModels;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.components.MeasuringComponents;
import org.reason4j.core.trainer.components.MissingField;
import org.reason4j.core.trainer.components.SystemMessage;
import org.reason4j.core.trainer.experience.LoadedScorers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j score}: what a reward says about responses that are there already. */
@Command(
        name = "score",
        description =
                "Scores responses of a file with a reward, or with all rewards of a recipe: a line of the answer for"
                        + " each line of the file, then counts.")
final class ScoreCommand implements Runnable {

    /** Groups that are scored before their lines are printed. */
    private static final int BATCH = 256;

    @Option(names = "--reward", paramLabel = "NAME", description = "Score with this reward.")
    private Optional<String> reward = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description = "A setting of --reward that differs from its defaults. May be given several times.")
    private List<String> config = new ArrayList<>();

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description =
                    "Score with the rewards of this recipe and their weighted sum; with --reward, with that one as the"
                            + " recipe has it.")
    private Optional<Path> recipe = Optional.empty();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description =
                    "Responses, JSON lines or what another dataset reads: the fields of an example and response. Rows with"
                            + " one id are responses to one prompt.")
    private String data;

    @Mixin
    private ReaderOptions reader;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "A model directory. It says what a token is, and stands in for the policy where a reward asks it."
                            + " Without it, tokens are UTF-8 bytes.")
    private Optional<Path> model = Optional.empty();

    @Option(
            names = "--calls",
            paramLabel = "N",
            description =
                    "Most calls of rewards at the same time. Default: the recipe's; otherwise the number of cores.")
    private Optional<Integer> calls = Optional.empty();

    @Mixin
    private LockOptions lock;

    @Mixin
    private PluginOptions plugins;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        check(recipe.isPresent() || reward.isPresent(), "Name what scores: --reward NAME, or --recipe FILE.");
        check(
                config.isEmpty() || recipe.isEmpty(),
                "--config is of --reward; the settings of a --recipe are in its file.");
        calls.ifPresent(count -> check(count >= 1, "--calls is %s, expected at least 1", count));
        try (PluginRegistry registry = plugins.open()) {
            Recipe settings = settings(registry);
            check(!lock.isLocked() || recipe.isPresent(), "--locked holds for a recipe; name it with --recipe.");
            recipe.ifPresent(file -> lock.require(file, settings, registry));
            List<ResponsesReader.Response> responses = responses(registry);
            model = model.map(HubCache.ofProcess()::model);
            if (model.isEmpty()) {
                score(settings, registry, new ByteTokenizer(), Optional.empty(), responses);
                return;
            }
            ModelConfig shape = ModelConfig.read(model.get());
            try (ModelTokenizer tokenizer = ModelTokenizer.open(
                            model.get(),
                            shape,
                            ChatFormat.read(model.get()).with(settings.data().template()));
                    LanguageModel loaded = ModelOptions.load(model.get(), settings)) {
                score(settings, registry, tokenizer, Optional.of(loaded), responses);
            }
        }
    }

    private List<ResponsesReader.Response> responses(PluginRegistry registry) {
        DataFile file = reader.file(data);
        ResponsesReader responses = new ResponsesReader(file.fields());
        if (file.dataset().equals(DataFile.JSONL)) {
            return responses.read(Path.of(file.path())); // names the line of each row that is wrong
        }
        try (ComponentFactory factory = new ComponentFactory(registry, SettingsBinder::bind, Map.of())) {
            return responses.read(file.path(), file.rows(factory, "--data"));
        }
    }

    /** The recipe, or one of the named reward and nothing else. */
    private Recipe settings(PluginRegistry registry) {
        if (recipe.isPresent()) {
            return RecipeReader.read(recipe.get(), System.getenv(), List.of(), registry)
                    .recipe();
        }
        RecipeText one = RecipeText.of(Map.of(
                "data", Map.of("train", "jsonl", "evaluation", "jsonl"),
                "model", Map.of("path", "."),
                "rewards", List.of(Map.of("name", reward.orElseThrow())),
                "training", Map.of("steps", 1)));
        List<String> arguments =
                config.stream().map(setting -> "rewards[0].config." + setting).toList();
        return RecipeReader.read(one, new RecipeAdditions(), Map.of(), arguments, registry)
                .recipe();
    }

    private List<RewardTerm> terms(Recipe settings) {
        List<RewardTerm> terms = settings.rewards().stream()
                .filter(term ->
                        recipe.isEmpty() || reward.map(term.name()::equals).orElse(true))
                .map(RewardTerm::reporting)
                .toList();
        check(
                !terms.isEmpty(),
                "--reward: the recipe has no reward '%s'; its rewards are %s. Name one of these, or leave out --recipe.",
                reward.orElse(""),
                settings.rewards().stream().map(RewardTerm::name).toList());
        return terms;
    }

    private void score(
            Recipe settings,
            PluginRegistry registry,
            Tokenizer tokenizer,
            Optional<LanguageModel> loaded,
            List<ResponsesReader.Response> responses) {
        try (MeasuringComponents components =
                new MeasuringComponents(settings, settings.rollout(), registry, tokenizer)) {
            ResponseGroups groups =
                    new ResponseGroups(responses, tokenizer, SystemMessage.of(settings, components.environment()));
            List<RewardTerm> terms = terms(settings);
            RewardTerm measuring =
                    settings.evaluation().reward().map(RewardTerm::reporting).orElse(terms.get(0));
            List<ActiveReward> rewards = components.rewards(terms, measuring, groups.largest(), loaded.isPresent());
            requireFields(rewards, responses);
            loaded.ifPresent(policy -> components.use(policy, settings.seed()));
            ScoreLines lines =
                    new ScoreLines(responses.size(), json, spec.commandLine().getOut());
            try (LoadedScorers models = models(settings, loaded, rewards);
                    RewardScorer scorer = new RewardScorer(rewards, threads(settings))) {
                components.use(models.service(settings.training().tokensPerMicroBatch()));
                for (List<ResponseGroups.Placed> batch : groups.batches(BATCH)) {
                    List<Group> asked =
                            batch.stream().map(ResponseGroups.Placed::group).toList();
                    List<List<Verdict>> verdicts = scorer.verdicts(asked);
                    for (int i = 0; i < batch.size(); i++) {
                        lines.put(batch.get(i), verdicts.get(i), components::answer);
                    }
                }
            }
            lines.counts();
        }
    }

    /** The models that rewards ask for numbers; the one that stands in for the policy is its own reference. */
    private LoadedScorers models(Recipe settings, Optional<LanguageModel> loaded, List<ActiveReward> rewards) {
        Set<ModelRef> refs = rewards.stream()
                .flatMap(reward -> reward.reward().requirements().models().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        AuxiliaryModels.requireSameVocabulary(refs, model.orElse(Path.of("")));
        Device device = Precision.device(settings.device());
        return new LoadedScorers(refs, loaded, loaded, device, EngineSettings.precision(settings.model(), device));
    }

    private int threads(Recipe settings) {
        int usual = settings.training().rewardCalls();
        return calls.orElse(usual > 0 ? usual : Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    private void requireFields(List<ActiveReward> rewards, List<ResponsesReader.Response> responses) {
        List<Example> examples =
                responses.stream().map(ResponsesReader.Response::example).toList();
        for (ActiveReward active : rewards) {
            MissingField.of(active.reward().requirements().fields(), examples).stream()
                    .findFirst()
                    .ifPresent(missing -> check(
                            false,
                            "The reward '%s' reads the field '%s', but the response '%s' of %s has only %s. Choose another"
                                    + " reward, or name the field in its settings.",
                            active.key(),
                            missing.field(),
                            missing.example().id(),
                            data,
                            missing.present()));
        }
    }
}
