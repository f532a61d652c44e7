package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.ConfigException;

class StagesTest {

    private static final String STAGES = MINIMAL + """
            optimizer: {name: grpo, config: {clipHigh: 0.28}}
            stages:
              - key: imitate
                recipe:
                  supervised: {data: {name: jsonl, config: {path: shown.jsonl}}, steps: 3, loss: dft}
              - key: explore
                recipe: {training: {learning-rate: 2e-6}, optimizer: {config: {clipLow: 0.1}}, rewards: [exact]}
              - key: both
                recipe:
                  supervised: {data: {name: jsonl, config: {path: shown.jsonl}}, steps: 4}
                  training: {steps: 7}
                  optimizer: rloo
                  seed: 9
            """;

    @TempDir
    Path directory;

    private RecipeFiles recipes;

    @BeforeEach
    void files() {
        recipes = new RecipeFiles(directory);
    }

    private static List<Recipe> recipes(ResolvedRecipe resolved) {
        return resolved.recipe().stages().stream()
                .map(Training.StageTerm::recipe)
                .toList();
    }

    @Test
    void aStageHasTheSectionsAroundItChangedByItsOwn() {
        ResolvedRecipe resolved = recipes.resolve(STAGES, Map.of());
        List<Recipe> stages = recipes(resolved);
        Recipe explore = stages.get(1);
        assertThat(explore.training().steps()).isEqualTo(5);
        assertThat(explore.training().learningRate()).isEqualTo(2e-6);
        assertThat(explore.optimizer().config()).containsEntry("clipHigh", 0.28).containsEntry("clipLow", 0.1);
        assertThat(explore.rewards()).extracting(RewardTerm::name).containsExactly("exact");
        assertThat(stages.get(2).optimizer()).isEqualTo(Recipe.Component.of("rloo"));
        assertThat(stages).allSatisfy(stage -> {
            assertThat(stage.data().train().config())
                    .containsEntry("path", directory.resolve("train.jsonl").toString());
            assertThat(stage.stages()).isEmpty();
        });
        assertThat(stages.get(0).supervised().orElseThrow().data().config())
                .containsEntry("path", directory.resolve("shown.jsonl").toString());
        assertThat(origin(resolved, "stages[1].recipe.training.learningRate")).isEqualTo("recipe.yaml:17");
        assertThat(origin(resolved, "stages[1].recipe.training.steps")).isEqualTo("recipe.yaml:10");
    }

    @Test
    void aSupervisedStageHasNoStepsOfReinforcementLearningUnlessItSaysSo() {
        Recipe recipe = recipes.read(STAGES);
        assertThat(recipe.stages())
                .extracting(stage -> stage.recipe().training().steps())
                .containsExactly(0, 5, 7);
        assertThat(recipe.stages())
                .extracting(stage -> stage.recipe().supervised().map(Training.Supervised::loss))
                .containsExactly(Optional.of("dft"), Optional.empty(), Optional.of("nll"));
        assertThat(recipe.training().steps()).isEqualTo(12);
        assertThat(recipe.supervised()).isEmpty();
    }

    @Test
    void eachStageHasASeedOfItsOwn() {
        List<Recipe> stages = recipes(recipes.resolve(STAGES, Map.of()));
        assertThat(stages)
                .extracting(Recipe::seed)
                .doesNotHaveDuplicates()
                .last()
                .isEqualTo(9L);
        List<Recipe> others = recipes(recipes.resolve(STAGES, Map.of(), "seed=43"));
        assertThat(others.get(0).seed()).isNotEqualTo(stages.get(0).seed());
        assertThat(others.get(2).seed()).isEqualTo(9);
    }

    @Test
    void argumentsChangeWhatIsSharedAndSingleStages() {
        List<Recipe> stages = recipes(
                recipes.resolve(STAGES, Map.of(), "training.clipNorm=0.5", "stages[1].recipe.training.steps=6"));
        assertThat(stages).extracting(stage -> stage.training().clipNorm()).containsOnly(0.5);
        assertThat(stages.get(1).training().steps()).isEqualTo(6);
    }

    @Test
    void aStageMayBeAFile() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(
                other.resolve("stage.yaml"),
                "data: {train: {name: jsonl, config: {path: more.jsonl}}}\ntraining: {steps: 2}\n");
        ResolvedRecipe resolved =
                recipes.resolve(MINIMAL + "stages: [{key: more, recipe: other/stage.yaml}]\n", Map.of());
        Recipe more = recipes(resolved).get(0);
        assertThat(more.data().train().config())
                .containsEntry("path", other.resolve("more.jsonl").toString());
        assertThat(more.data().evaluation().config())
                .containsEntry("path", directory.resolve("test.jsonl").toString());
        assertThat(more.training().steps()).isEqualTo(2);
    }

    @Test
    void theRecipeAroundStagesMayLeaveToThemWhatTheyDoNotShare() {
        String bare = """
                model: {path: policy}
                stages:
                  - key: one
                    recipe:
                      data: {train: {name: jsonl, config: {path: a}}, evaluation: {name: jsonl, config: {path: b}}}
                      rewards: [math]
                      training: {steps: 1}
                """;
        assertThat(recipes(recipes.resolve(bare, Map.of())).get(0).training().steps())
                .isEqualTo(1);
    }

    @Test
    void itsYamlGivesTheSameRecipe() {
        ResolvedRecipe resolved = recipes.resolve(STAGES, Map.of());
        assertThat(recipes.resolve(resolved.toYaml(), Map.of()).recipe()).isEqualTo(resolved.recipe());
        ResolvedRecipe explore = resolved.ofStage(1);
        assertThat(recipes.resolve(explore.toYaml(), Map.of()).recipe())
                .isEqualTo(resolved.recipe().stages().get(1).recipe());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "steps: 5 | steps: -5 | recipe.yaml:10: stages[1].recipe.training.steps: found -5, expected at least 0",
                "learning-rate: 2e-6 | learning-rate: -1 |"
                        + " recipe.yaml:17: stages[1].recipe.training.learningRate: found -1.0, expected a finite number greater than 0",
                "key: both | key: explore | recipe.yaml:18: stages[2].key: the key 'explore' is taken; give this stage another",
                "key: both | key: a/b | recipe.yaml:18: stages[2].key: found 'a/b', expected letters, digits, - and _",
                "seed: 9 | learners: [{key: a, recipe: {}}] | recipe.yaml:23: stages[2].recipe.learners: found learners of a"
                        + " stage, expected none: only a recipe without stages has some",
            })
    void whatIsWrongIsToldOnceWithItsPlace(String right, String wrong, String message) {
        String recipe = STAGES.replace(right, wrong);
        assertThatThrownBy(() -> recipes.read(recipe))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void aSupervisedSectionAroundStagesIsRefused() {
        String supervised = "supervised: {data: {name: jsonl, config: {path: shown.jsonl}}, steps: 3}\n";
        assertThatThrownBy(() -> recipes.read(STAGES + supervised))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "supervised: found supervised of a recipe with stages, expected none: it is one of the stages");
    }
}
