package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.FirstPartyPlugins;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.BuiltIns;

/** The part of a recipe that ScaleRL is. */
class ScaleRlRecipeTest {

    @TempDir
    private Path directory;

    private ResolvedRecipe read(String further) throws IOException {
        Path file = Files.writeString(directory.resolve("recipe.yaml"), """
                extends: scalerl
                model: {path: policy}
                data: {train: {name: addition}, evaluation: {name: addition}}
                rewards: [exact-answer]
                """ + further);
        try (PluginRegistry registry = new PluginLoader(
                        ScaleRlRecipeTest.class.getClassLoader(), List.of(new BuiltIns()))
                .load(List.of(FirstPartyPlugins.directory()))) {
            return RecipeReader.read(file, Map.of(), List.of(), registry);
        }
    }

    @Test
    void itHasAllPartsOfThePaper() throws IOException {
        ResolvedRecipe resolved = read("training: {steps: 1}\n");
        Recipe recipe = resolved.recipe();

        assertThat(recipe.model().head()).isEqualTo("fp32");
        assertThat(recipe.filters()).extracting(Recipe.Component::name).containsExactly("dynamic-sampling");
        assertThat(recipe.rollout().maxBatches()).isEqualTo(1); // what is filtered is not replaced
        assertThat(recipe.rollout().groupSize()).isEqualTo(16);
        assertThat(recipe.rollout().maxTokens()).isGreaterThanOrEqualTo(12_288 + 100 + 2_048);
        assertThat(recipe.curriculum().orElseThrow().name()).isEqualTo("no-positive-resampling");
        assertThat(recipe.sampler().name()).isEqualTo("length-interruption");
        assertThat(recipe.training().promptsPerStep()).isEqualTo(48);
        assertThat(recipe.training().staleness()).isEqualTo(8);
        assertThat(recipe.optimizer().name()).isEqualTo("policy-gradient");
        assertThat(resolved.toYaml())
                .containsSubsequence(
                        "passRate: 0.9",
                        "minThinkingTokens: 10240",
                        "maxThinkingTokens: 12288",
                        "answerTokens: 2048",
                        "name: \"batch-normalised\"",
                        "name: cispo",
                        "maxWeight: 5",
                        "anchor: behaviour",
                        "aggregation: \"prompt-mean\"");
    }

    @Test
    void whereAllGroupsAreFlatNothingIsSampledInTheirPlaceAndNoUpdateIsMade() throws IOException {
        Path run = LetterRun.in(directory)
                .with("filters", "[dynamic-sampling]")
                .with("rewards", "[{name: lowercase, weight: 0}]")
                .start("flat");

        for (JsonNode step : LetterRun.steps(run)) {
            assertThat(step.path("filter/uniform_groups").asInt()).isEqualTo(4);
            assertThat(step.path("filter/batches").asInt()).isEqualTo(1);
            assertThat(step.path("throughput/trained_sequences").asInt(-1)).isZero();
            assertThat(step.has("update/grad_norm")).isFalse();
        }
        String weights = "checkpoints/step-%d/model.safetensors";
        assertThat(run.resolve(String.format(Locale.ROOT, weights, 4)))
                .hasSameBinaryContentAs(run.resolve(String.format(Locale.ROOT, weights, 2)));
    }

    @Test
    void aRecipeMayTakeAPartOut() throws IOException {
        Recipe recipe = read("""
                        sampler: group
                        filters: []
                        training: {steps: 1, staleness: 0}
                        """).recipe();

        assertThat(recipe.sampler().name()).isEqualTo("group");
        assertThat(recipe.filters()).isEmpty();
        assertThat(recipe.training().staleness()).isZero();
        assertThat(recipe.training().promptsPerStep()).isEqualTo(48);
        assertThat(recipe.model().head()).isEqualTo("fp32");
    }
}
