package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.host.config.RecipeFiles.MINIMAL;
import static org.reason4j.core.host.config.RecipeFiles.origin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

class LearnerRecipesTest {

    private static final String JUDGE = """
            model: {path: judge}
            data:
              train: {name: jsonl, config: {path: judgments.jsonl}}
              evaluation: {name: jsonl, config: {path: "${HELD_OUT:held-out}.jsonl"}}
            rewards: [exact]
            rollout: {groupSize: 4}
            evaluation: {samples: 2}
            """;

    @TempDir
    Path directory;

    private RecipeFiles recipes;

    @BeforeEach
    void files() throws IOException {
        recipes = new RecipeFiles(directory);
        Files.createDirectories(directory.resolve("judge"));
        write(JUDGE);
    }

    private void write(String judge) throws IOException {
        Files.writeString(directory.resolve("judge/judge.yaml"), judge);
    }

    private static String with(String learner) {
        return MINIMAL + "seed: 7\ndevice: cpu\nlearners:\n  - {key: judge, recipe: judge/judge.yaml" + learner + "}\n";
    }

    @Test
    void aFileTakesThePlaceOfItsNameAndItsOwnFilesStartAtItsDirectory() {
        ResolvedRecipe resolved = recipes.resolve(with(""), Map.of());
        Recipe judge = resolved.recipe().learners().get(0).recipe();
        assertThat(judge.model().path())
                .contains(directory.resolve("judge/judge").toString());
        assertThat(judge.data().train().config())
                .containsEntry(
                        "path", directory.resolve("judge/judgments.jsonl").toString());
        assertThat(judge.rollout().groupSize()).isEqualTo(4);
        assertThat(judge.evaluation().k()).containsExactly(1); // the default for two samples
        assertThat(origin(resolved, "learners[0].recipe.rollout.groupSize")).isEqualTo("judge.yaml:6");
    }

    @Test
    void stepsSeedAndDeviceFollowFromTheRecipeAroundIt() {
        ResolvedRecipe resolved = recipes.resolve(with(", every: 2, start: 2"), Map.of(), "training.steps=7");
        Recipe judge = resolved.recipe().learners().get(0).recipe();
        assertThat(judge.training().steps()).isEqualTo(3); // after steps 3, 5 and 7
        assertThat(judge.device()).isEqualTo("cpu");
        assertThat(origin(resolved, "learners[0].recipe.training.steps")).isEqualTo("the recipe around it");
        assertThat(judge.seed()).isBetween(0L, 999_999_999L).isNotEqualTo(7);
        assertThat(recipes.read(with("").replace("seed: 7", "seed: 8"))
                        .learners()
                        .get(0)
                        .recipe()
                        .seed())
                .isNotEqualTo(judge.seed());
        assertThat(recipes.read(with("").replace("key: judge", "key: other"))
                        .learners()
                        .get(0)
                        .recipe()
                        .seed())
                .isNotEqualTo(judge.seed());
    }

    @Test
    void aSeedAndADeviceOfItsOwnStay() throws IOException {
        write(JUDGE + "seed: 5\ndevice: cuda:1\ntraining: {steps: 900, learningRate: 0.5}\n");
        Recipe judge = recipes.read(with("")).learners().get(0).recipe();
        assertThat(judge.seed()).isEqualTo(5);
        assertThat(judge.device()).isEqualTo("cuda:1");
        assertThat(judge.training().learningRate()).isEqualTo(0.5);
        assertThat(judge.training().steps()).isEqualTo(5);
    }

    @Test
    void itLearnsAfterEverySoManyStepsOfThePolicy() {
        LearnerTerm term = recipes.read(with(", every: 3, start: 2")).learners().get(0);
        assertThat(IntStream.rangeClosed(1, 9).filter(term::learnsAfter)).containsExactly(3, 6, 9);
        assertThat(IntStream.rangeClosed(0, 9).map(term::stepsAfter)).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3);
    }

    @Test
    void theResolvedRecipeNeedsNoFileAndKeepsPlaceholders() throws IOException {
        Map<String, String> environment = Map.of("HELD_OUT", "sums");
        ResolvedRecipe resolved = recipes.resolve(with(""), environment);
        Files.delete(directory.resolve("judge/judge.yaml"));
        assertThat(resolved.toYaml()).contains("${HELD_OUT:held-out}.jsonl").doesNotContain("judge.yaml");
        assertThat(recipes.resolve(resolved.toYaml(), environment).recipe()).isEqualTo(resolved.recipe());
    }

    @Test
    void theRecipeOfALearnerCanBeTakenOutAndReadAlone() throws IOException {
        Map<String, String> environment = Map.of("HELD_OUT", "sums");
        ResolvedRecipe judge = recipes.resolve(with(""), environment).ofLearner(0);
        assertThat(origin(judge, "rollout.groupSize")).isEqualTo("judge.yaml:6");
        assertThat(judge.variables().template("data.evaluation.config.path"))
                .hasValueSatisfying(text -> assertThat(text).endsWith("judge/${HELD_OUT:held-out}.jsonl"));
        assertThat(recipes.resolve(judge.toYaml(), environment).recipe()).isEqualTo(judge.recipe());
    }

    @Test
    void argumentsReachIntoIt() {
        Recipe recipe = recipes.read(
                with(""), "learners[0].recipe.training.learningRate=0.25", "learners[0].recipe.rewards[0].weight=2");
        Recipe judge = recipe.learners().get(0).recipe();
        assertThat(judge.training().learningRate()).isEqualTo(0.25);
        assertThat(judge.rewards().get(0).weight()).isEqualTo(2);
    }

    @Test
    void itMayStandWithinTheRecipe() {
        Recipe recipe = recipes.read(MINIMAL + """
                learners:
                  - key: judge
                    recipe:
                      model: {path: other}
                      data: {train: {name: jsonl}, evaluation: {name: jsonl}}
                      rewards: [exact]
                """);
        assertThat(recipe.learners().get(0).recipe().model().path())
                .contains(directory.resolve("other").toString());
    }

    @Test
    void itsComponentsAreAmongThoseOfTheRecipe() {
        assertThat(NamedComponent.of(recipes.read(with(""))))
                .contains(
                        new NamedComponent("reward", "math", "rewards[0]"),
                        new NamedComponent("reward", "exact", "learners[0].recipe.rewards[0]"));
    }

    @Test
    void itsProblemsAreToldWithTheOthers() throws IOException {
        write(JUDGE
                + "training: {staleness: 2, epochs: 0}\noptimiser: grpo\nlearners: [{key: x, recipe: judge.yaml}]\n");
        assertThatThrownBy(() -> recipes.read(with(", every: 0") + "  - {key: judge, recipe: nowhere.yaml}\n"
                        + "  - {key: policy, recipe: judge/judge.yaml}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("learners[0].every: found 0, expected at least 1")
                .hasMessageContaining("judge.yaml:9: optimiser: ")
                .hasMessageContaining("judge.yaml:8: learners[0].recipe.training.epochs: found 0, expected at least 1")
                .hasMessageContaining("learners[0].recipe.training.staleness: found 2, expected 0: what a learner")
                .hasMessageContaining("learners[0].recipe.learners: found learners of a learner, expected none")
                .hasMessageContaining("learners[1].recipe: " + directory.resolve("nowhere.yaml") + ": no such file")
                .hasMessageContaining("learners[1].key: the key 'judge' is taken")
                .hasMessageContaining("learners[2].key: found 'policy', expected letters");
    }

    @Test
    void aLearnerNeitherEndsTheRunNorTrainsARewardModel() throws IOException {
        write(JUDGE + "guards: [{name: drift, onAlarm: stop}]\n");
        assertThatThrownBy(() -> recipes.read(with("")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("learners[0].recipe.guards[0].onAlarm: found stop, expected tell");
        write(JUDGE + "preference: {data: {name: jsonl}, steps: 3}\n");
        assertThatThrownBy(() -> recipes.read(with("")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "learners[0].recipe.preference: found the training of a reward model, expected none");
    }
}
