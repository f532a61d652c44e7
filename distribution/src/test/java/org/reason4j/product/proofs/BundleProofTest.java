package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.plugin.PluginRegistry;

/** A whole technique by one line of a recipe. */
class BundleProofTest {

    @TempDir
    Path directory;

    private ProofRun recipe(String name) {
        return ProofRun.in(directory)
                .plugin("paper")
                .without("data", "rollout", "rewards", "training")
                .with("extends", name);
    }

    @Test
    void everyValueHasTheOriginThatItCameFrom() {
        ProofRun recipe = recipe("short-paper").with("training", "{learningRate: 2e-3}");
        try (PluginRegistry plugins = recipe.load()) {
            Map<String, ResolvedRecipe.Setting> settings =
                    recipe.resolved(plugins, "rollout.groupSize=2").settings().stream()
                            .collect(Collectors.toMap(ResolvedRecipe.Setting::path, setting -> setting));

            isFrom(settings.get("rollout.groupSize"), "2", "command line");
            isFrom(settings.get("training.learningRate"), "0.002", ".yaml:");
            isFrom(settings.get("training.steps"), "2", "short-paper");
            isFrom(settings.get("training.promptsPerStep"), "2", "paper");
            isFrom(settings.get("rollout.maxTokens"), "4", "paper-1.2.0.jar");
            isFrom(settings.get("optimizer.config.strength"), "3.0", "preset mean-baseline:strong");
            isFrom(settings.get("rollout.temperature"), "1.0", "default");
        }
    }

    private static void isFrom(ResolvedRecipe.Setting setting, String value, String origin) {
        assertThat(setting.value()).as(setting.path()).isEqualTo(value);
        assertThat(setting.origin()).as(setting.path()).contains(origin);
    }

    @Test
    void itTrainsLikeTheRecipeThatIsWrittenOut() throws Exception {
        Path extending = recipe("short-paper").start("extending");
        Path written = ProofRun.in(directory)
                .with("rollout", "{groupSize: 3, maxTokens: 4}")
                .with("optimizer", "{name: mean-baseline, config: {strength: 3, squared: true}}")
                .with("training", "{steps: 2, promptsPerStep: 2, learningRate: 1e-3}")
                .start("written");

        assertThat(ProofRun.weights(extending, 2)).isNotEmpty().isEqualTo(ProofRun.weights(written, 2));
        assertThat(Files.readString(extending.resolve("recipe.resolved.yaml")))
                .contains("mean-baseline")
                .doesNotContain("extends");
    }

    @Test
    void aNameThatIsNotOfferedHasNearMisses() {
        ProofRun recipe = recipe("papr");
        try (PluginRegistry plugins = recipe.load()) {
            assertThatThrownBy(() -> recipe.resolved(plugins))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("papr")
                    .hasMessageContaining("paper");
        }
    }
}
