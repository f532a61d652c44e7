package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.host.config.RecipeFiles.MINIMAL;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;

class RecipeProblemsTest {

    @TempDir
    Path directory;

    private RecipeFiles recipes;

    @BeforeEach
    void recipes() {
        recipes = new RecipeFiles(directory);
    }

    private void assertProblems(String file, List<String> arguments, String... lines) {
        assertThatThrownBy(() -> recipes.read(file, arguments.toArray(String[]::new)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(String.join("\n", lines));
    }

    @Test
    void allProblemsOfAllSectionsAreReportedTogetherInTheOrderOfTheFile() {
        assertProblems(
                """
                seed: many
                model: {path: a, create: {config: c}, precision: fp8}
                data:
                  train: sums
                rollout: {groupSize: 0, topP: 1.5, minP: .nan}
                training:
                  learningRate: -1
                  sheduel: linear
                  beta1: .inf
                rewards: []
                """,
                List.of("device=tpu"),
                "recipe.yaml:1: seed: found 'many', expected a whole number",
                "recipe.yaml:2: model.create.tokenizer: missing, expected text",
                "recipe.yaml:2: model.precision: found 'fp8', expected one of auto, bf16, fp16, fp32",
                "recipe.yaml:3: data.evaluation: missing, expected a name or a section",
                "recipe.yaml:5: rollout.minP: found .nan (which YAML reads as NaN), expected a finite number",
                "recipe.yaml:5: rollout.groupSize: found 0, expected at least 1",
                "recipe.yaml:5: rollout.topP: found 1.5, expected a number in (0, 1]",
                "recipe.yaml:6: training.steps: missing, expected a whole number",
                "recipe.yaml:7: training.learningRate: found -1.0, expected a finite number greater than 0",
                "recipe.yaml:8: training.sheduel: unknown key, did you mean 'schedule'? Known: steps, promptsPerStep, "
                        + "miniBatches, epochs, tokensPerMicroBatch, learningRate, schedule, warmupSteps, "
                        + "finalLearningRate, weightDecay, beta1, beta2, epsilon, clipNorm, staleness, recompute, rewardCalls",
                "recipe.yaml:9: training.beta1: found .inf (which YAML reads as Infinity), expected a finite number",
                "recipe.yaml:10: rewards: found an empty list, expected at least one reward, or one under evaluation.reward"
                        + " that measures what is learned without any",
                "command line: device: found 'tpu', expected one of auto, cpu, cuda:N");
    }

    @Test
    void anEmptyFileSaysWhatIsMissing() {
        assertProblems(
                "",
                List.of(),
                "recipe.yaml: data.train: missing, expected a name or a section",
                "recipe.yaml: data.evaluation: missing, expected a name or a section",
                "recipe.yaml: rewards: missing, expected a list",
                "recipe.yaml: training.steps: missing, expected a whole number",
                "recipe.yaml: model: found neither path nor create, expected one of them: path for a model directory, "
                        + "or create for a new model");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "training.steps=1.5 | training.steps: found 1.5, expected a whole number",
                "training.steps=99999999999 | training.steps: found 99999999999, expected a whole number in [-2147483648, 2147483647]",
                "training.steps=0 | training.steps: found 0 without a supervised stage, expected at least 1",
                "training.steps=true | training.steps: found true, expected a whole number",
                "training.steps= | training.steps: found nothing, expected a whole number",
                "training.steps=[1] | training.steps: found a list, expected a whole number",
                "training.learningRate=0 | training.learningRate: found 0.0, expected a finite number greater than 0",
                "training.learningRate=1e999 | training.learningRate: found 1e999 (which YAML reads as Infinity), expected a finite number",
                "training.beta2=1 | training.beta2: found 1.0, expected a number in [0, 1)",
                "training.schedule=step | training.schedule: found 'step', expected one of constant, linear, cosine",
                "training.recompute=maybe | training.recompute: found 'maybe', expected true or false",
                "training.miniBatches=300 | training.miniBatches: found 300, expected at most promptsPerStep * rollout.groupSize = 256",
                "rollout.overSampling=2 | rollout.overSampling: found 2.0, expected 1 without filters: no group would make room for another",
                "rollout.onShortage=skip | rollout.onShortage: found 'skip', expected one of learn, abort",
                "device=cuda | device: found 'cuda', expected one of auto, cpu, cuda:N",
                "evaluation.k=[1] | evaluation.k: found [1], expected none larger than evaluation.samples = 0",
                "rewards[0].onFailure=stop | rewards[0].onFailure: found 'stop', expected one of drop-trajectory, drop-group, retry, abort",
                "rewards[0].clip=[1, 0] | rewards[0].clip: found [1.0, 0.0], expected [low, high] with low below high, or [] for none",
                "rewards[0].name=format | rewards[1]: the name 'format' is taken in metrics; give this reward another key",
                "rewards[0].config=3 | rewards[0].config: found 3, expected a section",
                "rollout.stop=x | rollout.stop: found 'x', expected a list; write [] for an empty one",
                "rollout.stopIds=[1, x] | rollout.stopIds[1]: found 'x', expected a whole number",
                "optimizer.name=' ' | optimizer.name: found ' ', expected text",
                "data.train=[a] | data.train: found a list, expected a section",
            },
            quoteCharacter = '~')
    void aValueThatDoesNotFitNamesItsPlace(String argument, String message) {
        String origin = argument.startsWith("rewards[0].name") ? "recipe.yaml:8: " : "command line: ";
        assertProblems(MINIMAL, List.of(argument), origin + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "training.lerningRate=1 | training.lerningRate: unknown key, did you mean 'learningRate'?",
                "rewards[2].weight=1 | rewards has 2 entries, so there is no rewards[2]; entries count from 0",
                "rewards.weight=1 | rewards is a list; name an entry by its number, such as rewards[0]",
                "training.steps[0]=1 | training.steps is 5, so nothing can be set below it",
                "training.epochs.x=1 | training.epochs is a single value, so nothing can be set below it",
                "training[0]=1 | training is a section, not a list",
                "training..steps=1 | 'training..steps' is not a path; write it as training.steps or rewards[0].weight",
                "steps | expected path=value, such as training.steps=100",
                "data.shuffle=[a | not YAML:",
            })
    void anArgumentThatLeadsNowhereIsNamed(String argument, String message) {
        assertThatThrownBy(() -> recipes.read(MINIMAL, argument))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("command line: argument '" + argument + "': ")
                .hasMessageContaining(message);
    }

    @Test
    void aVariableThatLeadsNowhereIsNamed() {
        assertThatThrownBy(() -> recipes.resolve(
                        MINIMAL,
                        Map.of(
                                "REASON4J__TRAINING__STEP", "1",
                                "REASON4J__REWARDS__7__WEIGHT", "1",
                                "REASON4J__TRAINING____STEPS", "1")))
                .hasMessage(
                        "environment REASON4J__REWARDS__7__WEIGHT: rewards has 2 entries, so there is no rewards[7]; "
                                + "entries count from 0\n"
                                + "environment REASON4J__TRAINING__STEP: training.step: unknown key, did you mean 'steps'? "
                                + "Known: steps, promptsPerStep, miniBatches, epochs, tokensPerMicroBatch, learningRate, schedule, "
                                + "warmupSteps, finalLearningRate, weightDecay, beta1, beta2, epsilon, clipNorm, staleness, recompute, rewardCalls\n"
                                + "environment REASON4J__TRAINING____STEPS: 'REASON4J__TRAINING____STEPS' has an empty part; write "
                                + "it as REASON4J__TRAINING__LEARNING_RATE or REASON4J__REWARDS__0__WEIGHT");
    }

    @Test
    void unknownKeysInListElementsAreFound() {
        assertProblems(
                MINIMAL.replace("- name: math", "- {name: math, wieght: 2}"),
                List.of(),
                "recipe.yaml:7: rewards[0].wieght: unknown key, did you mean 'weight'? Known: name, preset, key, weight, clip, "
                        + "gate, deadlineSeconds, retries, onUnscorable, onTimeout, onFailure, config");
    }

    @Test
    void aKeyWrittenTwiceIsNotDropped() {
        assertProblems(
                MINIMAL + "device: cpu\ndevice: auto\nrollout: {groupSize: 2, group-size: 3}\n",
                List.of(),
                "recipe.yaml:12: device: written twice, first in line 11",
                "recipe.yaml:13: rollout.groupSize: written twice, as 'groupSize' and as 'group-size'");
    }

    @Test
    void aKeyThatYamlTurnsIntoSomethingElseIsFound() {
        assertProblems(
                MINIMAL + "optimizer: {config: {no: 1}}\n",
                List.of(),
                "recipe.yaml:11: optimizer.config: found the key 'no', which YAML doesn't read as text; put it in quotes");
    }

    @Test
    void textThatYamlTurnsIntoSomethingElseIsFound() {
        assertProblems(
                MINIMAL + "optimizer: {name: no}\n",
                List.of(),
                "recipe.yaml:11: optimizer.name: found no (which YAML reads as false), expected text; put it in quotes");
    }

    @Test
    void aSecondDocumentIsNotDropped() {
        assertProblems(
                MINIMAL + "---\nseed: 1\n",
                List.of(),
                "recipe.yaml: found 2 documents, expected one; remove the '---'");
    }

    @Test
    void aVariableThatIsNotSetIsAProblem() {
        assertProblems(
                MINIMAL.replace("path: policy", "path: ${REASON4J_TEST_MODELS}/p"),
                List.of(),
                "recipe.yaml:2: model.path: the environment variable REASON4J_TEST_MODELS is not set; set it, give a default "
                        + "as in ${REASON4J_TEST_MODELS:default}, or write $${REASON4J_TEST_MODELS} for the text itself");
    }

    @Test
    void brokenYamlIsReportedWithItsLine() {
        assertThatThrownBy(() -> recipes.read("model:\n  path: [a\ntraining: 1\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("recipe.yaml:3: not YAML: ");
        assertThatThrownBy(() -> recipes.read("- a\n"))
                .hasMessage("recipe.yaml:1: expected keys such as 'model:' at the top");
    }

    @Test
    void aListThatContainsItselfIsAProblem() {
        assertThatThrownBy(() -> recipes.read("optimizer: {config: {a: &a [*a]}}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("recipe.yaml:1: nested deeper than 50 levels");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("absent.yaml");
        assertThatThrownBy(() -> RecipeReader.read(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": no such file; expected a recipe in YAML");
    }

    @Test
    void aRecipeMadeInJavaIsCheckedByTheSameRules() {
        Recipe.Model model = new Recipe.Model(Optional.of("m"), Optional.empty(), "auto", "same", Optional.empty());
        Recipe.Data data = Recipe.Data.of(Recipe.Component.of("sums"), Recipe.Component.of("sums"));
        List<RewardTerm> rewards = List.of(RewardTerm.of("math"));
        Recipe good = Recipe.of(model, data, rewards, Training.of(1));
        assertThatCode(good::checked).doesNotThrowAnyException();
        assertThat(good.checked()).isSameAs(good);
        assertThatThrownBy(
                        () -> Recipe.of(model, data, List.of(), Training.of(-1)).checked())
                .isInstanceOf(ConfigException.class)
                .hasMessage("recipe: training.steps: found -1, expected at least 0\n"
                        + "recipe: rewards: found an empty list, expected at least one reward, or one under evaluation.reward that"
                        + " measures what is learned without any");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3", "x", "[]", "[3]", "{}", "{x: 1}", "null", "true", "-.inf", "''", "[[null]]", "2024-01-02"})
    void whateverIsWrittenAnywhereEitherFitsOrIsAConfigException(String garbage) {
        String file = MINIMAL + "supervised: {data: sums, steps: 1}\nevaluation: {samples: 1, k: [1]}\n";
        ResolvedRecipe good = recipes.resolve(file, Map.of(), "model.lora.rank=1");
        Set<String> paths = new LinkedHashSet<>();
        for (ResolvedRecipe.Setting setting : good.settings()) {
            for (String path = setting.path(); !path.isEmpty(); path = path.replaceFirst("(\\.|\\[|^)[^.\\[]*$", "")) {
                paths.add(path);
            }
        }
        assertThat(paths).contains("rewards[0].weight", "rewards[0]", "rewards", "model.lora", "training");
        for (String path : paths) {
            try {
                recipes.read(file, path + "=" + garbage);
            } catch (ConfigException e) {
                assertThat(e).hasMessageContaining(path.replaceFirst("[.\\[].*", ""));
            }
        }
    }
}
