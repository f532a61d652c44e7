package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.BuiltIns;

/** Systems with a critic, as recipes to extend. */
class CriticRecipesTest {

    @TempDir
    Path directory;

    private Recipe extending(String name) throws IOException {
        Path file = Files.writeString(directory.resolve(name + ".yaml"), """
                extends: %s
                model: {path: model}
                data: {train: {name: jsonl, config: {path: a}}, evaluation: {name: jsonl, config: {path: b}}}
                rewards: [exact-answer]
                training: {steps: 1}
                """.formatted(name));
        List<Plugin> offered = new ArrayList<>(List.of(new BuiltIns()));
        ServiceLoader.load(Plugin.class).forEach(offered::add);
        try (PluginRegistry plugins = PluginRegistry.of(offered.toArray(new Plugin[0]))) {
            return RecipeReader.read(file, Map.of(), List.of(), plugins).recipe();
        }
    }

    @Test
    void vapoIsSixteenResponsesToFiveHundredAndTwelvePromptsInMiniBatchesOfFiveHundredAndTwelve() throws IOException {
        Recipe vapo = extending("vapo");
        assertThat(vapo.optimizer().name()).isEqualTo("ppo");
        assertThat(vapo.optimizer().preset()).isEqualTo(Optional.of("vapo"));
        assertThat(vapo.training().promptsPerStep()).isEqualTo(512);
        assertThat(vapo.rollout().groupSize()).isEqualTo(16);
        assertThat(512 * 16 / vapo.training().miniBatches()).isEqualTo(512);
        assertThat(vapo.training().learningRate()).isEqualTo(1e-6);
        assertThat(vapo.shaping()).extracting(Recipe.Component::name).containsExactly("soft-overlong");
        assertThat(vapo.regularizers()).isEmpty();
    }

    @Test
    void orzMakesOneUpdateOfThePolicyPerStep() throws IOException {
        Recipe orz = extending("orz");
        assertThat(orz.optimizer().preset()).isEqualTo(Optional.of("orz"));
        assertThat(orz.training().promptsPerStep()).isEqualTo(128);
        assertThat(orz.rollout().groupSize()).isEqualTo(64);
        assertThat(orz.training().updatesPerStep()).isEqualTo(1);
        assertThat(orz.training().warmupSteps()).isEqualTo(50);
        assertThat(orz.training().learningRate()).isEqualTo(1e-6);
        assertThat(orz.regularizers()).isEmpty();
    }
}
