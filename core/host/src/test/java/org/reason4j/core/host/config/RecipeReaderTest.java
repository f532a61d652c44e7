package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.core.host.config.RecipeFiles.MINIMAL;
import static org.reason4j.core.host.config.RecipeFiles.origin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.host.config.Recipe.Component;
import org.reason4j.core.host.config.Recipe.OnMissing;

class RecipeReaderTest {

    @TempDir
    Path directory;

    private RecipeFiles recipes;

    @BeforeEach
    void recipes() {
        recipes = new RecipeFiles(directory);
    }

    @Test
    void whatTheFileLeavesOutIsTheDefault() {
        Component train = new Component(
                "jsonl",
                Optional.empty(),
                Map.of("path", directory.resolve("train.jsonl").toString()));
        Component test = new Component(
                "jsonl",
                Optional.empty(),
                Map.of("path", directory.resolve("test.jsonl").toString()));
        Recipe.Model model = new Recipe.Model(
                Optional.of(directory.resolve("policy").toString()),
                Optional.empty(),
                "auto",
                "same",
                Optional.empty());
        assertThat(recipes.read(MINIMAL))
                .isEqualTo(Recipe.of(
                        model,
                        Recipe.Data.of(train, test),
                        List.of(RewardTerm.of("math"), RewardTerm.of("format")),
                        Training.of(5)));
    }

    @Test
    void aPartialSectionOverlaysItsDefaults() {
        Recipe recipe = recipes.read(MINIMAL + "rollout: {groupSize: 4}\nsampler: {config: {width: 2}}\n");
        assertThat(recipe.rollout().groupSize()).isEqualTo(4);
        assertThat(recipe.rollout().maxTokens()).isEqualTo(512);
        assertThat(recipe.sampler()).isEqualTo(new Component("group", Optional.empty(), Map.of("width", 2)));
    }

    @Test
    void aBareNameIsAComponent() {
        Recipe recipe = recipes.read(MINIMAL + "optimizer: ppo\ntrackers: [console, {name: jsonl}]\n");
        assertThat(recipe.optimizer()).isEqualTo(Component.of("ppo"));
        assertThat(recipe.trackers()).containsExactly(Component.of("console"), Component.of("jsonl"));
    }

    @Test
    void theCommandLineBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefaults() {
        String file = MINIMAL + "rollout: {groupSize: 2, temperature: 0.2, maxTokens: 20}\n";
        Map<String, String> environment =
                Map.of("REASON4J__ROLLOUT__GROUP_SIZE", "3", "REASON4J__ROLLOUT__TEMPERATURE", "0.3");
        ResolvedRecipe resolved = recipes.resolve(file, environment, "rollout.groupSize=4");
        assertThat(resolved.recipe().rollout().groupSize()).isEqualTo(4);
        assertThat(resolved.recipe().rollout().temperature()).isEqualTo(0.3);
        assertThat(resolved.recipe().rollout().maxTokens()).isEqualTo(20);
        assertThat(resolved.recipe().rollout().batchSize()).isEqualTo(64);
        assertThat(origin(resolved, "rollout.groupSize")).isEqualTo("command line");
        assertThat(origin(resolved, "rollout.temperature")).isEqualTo("environment REASON4J__ROLLOUT__TEMPERATURE");
        assertThat(origin(resolved, "rollout.maxTokens")).isEqualTo("recipe.yaml:11");
        assertThat(origin(resolved, "rollout.batchSize")).isEqualTo("default");
    }

    @Test
    void camelCaseAndKebabCaseAreOneKey() {
        String file = MINIMAL + "rollout: {group-size: 2, max-tokens: 20}\n";
        ResolvedRecipe resolved =
                recipes.resolve(file, Map.of("REASON4J__ROLLOUT__MAX_TOKENS", "30"), "rollout.group-size=4");
        assertThat(resolved.recipe().rollout().groupSize()).isEqualTo(4);
        assertThat(resolved.recipe().rollout().maxTokens()).isEqualTo(30);
    }

    @Test
    void keysInListElementsAreNormalizedToo() {
        Recipe recipe = recipes.read(MINIMAL.replace("- name: format", "- {name: format, on-timeout: drop-group}"));
        assertThat(recipe.rewards().get(1).onTimeout()).isEqualTo(OnMissing.DROP_GROUP);
    }

    @Test
    void keysBelowAConfigAreKeptVerbatim() {
        Recipe recipe =
                recipes.read(MINIMAL + "optimizer: {config: {clip-high: 1, KLCoef: 2, a.b: {c_d: 3}, 'no': 4}}\n");
        assertThat(recipe.optimizer().config())
                .isEqualTo(Map.of("clip-high", 1, "KLCoef", 2, "a.b", Map.of("c_d", 3), "no", 4));
    }

    @Test
    void anEntryOfAListCanBeSetFromTheEnvironmentAndTheCommandLine() {
        ResolvedRecipe resolved = recipes.resolve(
                MINIMAL,
                Map.of("REASON4J__REWARDS__0__WEIGHT", "0.5", "REASON4J__REWARDS__1__ON_FAILURE", "retry"),
                "rewards[1].weight=2",
                "rewards[1].config.patterns=[a, b]",
                "rewards[1].config.patterns[0]=c");
        assertThat(resolved.recipe().rewards()).extracting(RewardTerm::weight).containsExactly(0.5, 2.0);
        assertThat(resolved.recipe().rewards().get(1).onFailure()).isEqualTo(OnMissing.RETRY);
        assertThat(resolved.recipe().rewards().get(1).config()).isEqualTo(Map.of("patterns", List.of("c", "b")));
    }

    @Test
    void theEnvironmentReachesASettingOfAPluginInEitherSpelling() {
        Map<String, String> environment = Map.of("REASON4J__OPTIMIZER__CONFIG__CLIP_HIGH", "0.28");
        assertThat(recipes.resolve(MINIMAL, environment).recipe().optimizer().config())
                .isEqualTo(Map.of("clipHigh", 0.28));
        String file = MINIMAL + "optimizer: {config: {clip-high: 0.2}}\n";
        assertThat(recipes.resolve(file, environment).recipe().optimizer().config())
                .isEqualTo(Map.of("clip-high", 0.28));
    }

    @Test
    void otherEnvironmentVariablesChangeNothing() {
        Map<String, String> environment =
                Map.of("TRAINING_STEPS", "9", "REASON4J_HOME", "/opt", "REWARDS_0_WEIGHT", "9", "PS1", "${debian:x}");
        assertThat(recipes.resolve(MINIMAL, environment).recipe()).isEqualTo(recipes.read(MINIMAL));
    }

    @Test
    void anEntryOfADefaultListCanBeSet() {
        ResolvedRecipe resolved =
                recipes.resolve(MINIMAL, Map.of(), "trackers[3].config.every=2", "trackers[0]=mlflow");
        assertThat(resolved.recipe().trackers().get(0)).isEqualTo(Component.of("mlflow"));
        assertThat(resolved.recipe().trackers().get(3).config()).isEqualTo(Map.of("every", 2));
        assertThat(resolved.recipe().trackers()).hasSize(5);
        assertThat(origin(resolved, "trackers[1].name")).isEqualTo("default");
        assertThat(origin(resolved, "trackers[3].config.every")).isEqualTo("command line");
    }

    @Test
    void anAbsentSectionAppearsWhenSomethingInItIsSet() {
        Recipe recipe = recipes.read(MINIMAL, "model.lora.rank=8", "model.lora.targets[0]=c_attn");
        assertThat(recipe.model().lora().orElseThrow().rank()).isEqualTo(8);
        assertThat(recipe.model().lora().orElseThrow().targets())
                .startsWith("c_attn", "k_proj")
                .hasSize(7);
    }

    @Test
    void nullSetsAnOptionalSettingBackToAbsent() {
        String file = MINIMAL + "supervised: {data: sums, steps: 3}\n";
        assertThat(recipes.read(file).supervised()).isPresent();
        assertThat(recipes.read(file, "supervised=null").supervised()).isEmpty();
    }

    @Test
    void argumentsAreYamlButTextIsTakenAsItIs() {
        Recipe recipe = recipes.read(
                MINIMAL,
                "data.shuffle=false",
                "rollout.stop=[a, 'no']",
                "data.system=Think: then answer #1 {x",
                "optimizer.name=12",
                "training.learningRate=1e-5");
        assertThat(recipe.data().shuffle()).isFalse();
        assertThat(recipe.rollout().stop()).containsExactly("a", "no");
        assertThat(recipe.data().system()).contains("Think: then answer #1 {x");
        assertThat(recipe.optimizer().name()).isEqualTo("12");
        assertThat(recipe.training().learningRate()).isEqualTo(1e-5);
    }

    @Test
    void numbersMayBeWrittenWithoutAPoint() {
        assertThat(recipes.read(MINIMAL.replace("steps: 5", "steps: 1e3\n  learningRate: 1e-6"))
                        .training())
                .isEqualTo(Training.of(1000));
    }

    @Test
    void defaultKAreThoseThatTheSamplesAllow() {
        assertThat(recipes.read(MINIMAL).evaluation().k()).isEmpty();
        assertThat(recipes.read(MINIMAL, "evaluation.samples=4").evaluation().k())
                .containsExactly(1);
        assertThat(recipes.read(MINIMAL, "evaluation.samples=8").evaluation().k())
                .containsExactly(1, 8);
    }

    @Test
    void relativeFilesStartAtTheRecipeAndThoseOfArgumentsAtTheWorkingDirectory() {
        Recipe recipe = recipes.read(MINIMAL.replace("policy", "../models/p"), "data.train.config.path=t.jsonl");
        assertThat(recipe.model().path())
                .contains(directory.getParent().resolve("models/p").toString());
        assertThat(recipe.data().train().config())
                .containsEntry("path", Path.of("t.jsonl").toAbsolutePath().toString());
    }

    @Test
    void addressesAndAbsoluteFilesStayAsTheyAre() {
        String file = MINIMAL.replace("path: policy", "path: /models/p").replace("test.jsonl", "https://x.org/t.jsonl");
        assertThat(recipes.read(file).model().path()).contains("/models/p");
        assertThat(recipes.read(file).data().evaluation().config()).containsEntry("path", "https://x.org/t.jsonl");
    }

    @Test
    void namesOfTheHubAreWhereTheyWereDownloadedAndOthersStayFiles() throws IOException {
        Path model = Files.createDirectories(directory.resolve("hub/models--org--tiny/snapshots/1"));
        Path data = Files.createDirectories(directory.resolve("hub/datasets--org--sums/snapshots/2"));
        Map<String, String> home = Map.of("HF_HOME", directory.toString(), "NAME", "tiny");
        Recipe recipe = recipes.resolve(
                        MINIMAL.replace("path: policy", "path: 'org/${NAME}'")
                                .replace("test.jsonl", "org/sums/main/*.parquet"),
                        home)
                .recipe();
        assertThat(recipe.model().path()).contains(model.toString());
        assertThat(recipe.data().evaluation().config()).containsEntry("path", data + "/main/*.parquet");
        assertThat(recipes.resolve(MINIMAL.replace("path: policy", "path: org/other"), home)
                        .recipe()
                        .model()
                        .path())
                .contains(directory.resolve("org/other").toString());
    }

    @Test
    void placeholdersInPathsAreEnvironmentVariables() {
        String file = MINIMAL.replace("path: policy", "path: ${MODELS}/${SIZE:small}");
        Recipe recipe = recipes.resolve(file, Map.of("MODELS", "/models")).recipe();
        assertThat(recipe.model().path()).contains("/models/small");
    }

    @Test
    void promptsKeepTheirDollarsAndBraces() {
        String file = MINIMAL.replace("data:", "data:\n  system: Solve ${problem} with ${HOME} and $$x_{1}$$")
                + "optimizer: {config: {judgePrompt: 'Is ${ANSWER} right?', pattern: '${x}', literal: '$${HOME}'}}\n";
        Recipe recipe = recipes.read(file);
        assertThat(recipe.data().system()).contains("Solve ${problem} with ${HOME} and $$x_{1}$$");
        assertThat(recipe.optimizer().config())
                .isEqualTo(Map.of("judgePrompt", "Is ${ANSWER} right?", "pattern", "${x}", "literal", "${HOME}"));
    }

    @Test
    void theResolvedRecipeReadAgainIsTheSame() {
        String file = MINIMAL + "optimizer: {preset: dapo, config: {a: '1e-6', b: 1e-6, c: 'no', d: 2024-01-02, "
                + "e: '2024-01-02', f: null, g: [1, '2'], h: {}, i: '$${HOME}', j: \"two\\nlines: #x\\t\\\"\", "
                + "k: 12345678901, 'a.b': '~', l: 1.0e+10, m: '', n: ' x ', o: '0x1F'}}\n"
                + "evaluation: {samples: 8, k: [1, 2]}\n";
        ResolvedRecipe first = recipes.resolve(file, Map.of(), "data.system=${HOME}: no", "model.lora.rank=4");
        assertThat(first.recipe().optimizer().config())
                .containsEntry("a", "1e-6")
                .containsEntry("b", 1e-6)
                .containsEntry("c", "no")
                .containsEntry("d", "2024-01-02")
                .containsEntry("i", "${HOME}");
        Recipe again = recipes.read(first.toYaml());
        assertThat(again).isEqualTo(first.recipe());
    }

    @Test
    void everySingleValueIsExplainedInTheOrderOfTheRecords() {
        ResolvedRecipe resolved = recipes.resolve(MINIMAL, Map.of());
        assertThat(resolved.settings().get(0)).isEqualTo(new ResolvedRecipe.Setting("seed", "42", "default"));
        assertThat(resolved.explain("data.train"))
                .containsExactly(
                        new ResolvedRecipe.Setting("data.train.name", "jsonl", "recipe.yaml:4"),
                        new ResolvedRecipe.Setting("data.train.preset", "null", "default"),
                        new ResolvedRecipe.Setting(
                                "data.train.config.path",
                                "\"" + directory.resolve("train.jsonl") + "\"",
                                "recipe.yaml:4"));
        assertThat(resolved.explain("rollout.stop"))
                .containsExactly(new ResolvedRecipe.Setting("rollout.stop", "[]", "default"));
    }
}
