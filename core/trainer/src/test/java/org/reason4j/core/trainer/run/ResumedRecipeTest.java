package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.ConfigException;

class ResumedRecipeTest {

    private static final TinyRun CONSTANT = TinyRun.recipe();

    @TempDir
    private Path directory;

    @Test
    void stepsCheckpointsTrackersAndEvaluationMayChange() {
        TinyRun now = CONSTANT.with("training", "{steps: 9, promptsPerStep: 8, learningRate: 1e-2}")
                .with("checkpoints", "{every: 7}")
                .with("trackers", "[]")
                .with("evaluation", "{every: 0}");
        assertThatCode(() -> resume(CONSTANT, now)).doesNotThrowAnyException();
    }

    @Test
    void everythingElseMayNotAndEachChangeIsTold() {
        assertThatThrownBy(() -> resume(CONSTANT, CONSTANT.with("seed", "4").with("rewards", "[{name: deaf}]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("seed: was '3', now '4'")
                .hasMessageContaining("rewards[0].name: was 'lowercase', now 'deaf'");
    }

    @Test
    void stepsAreFixedWhereTheLearningRateDependsOnThem() {
        TinyRun began = CONSTANT.with("training", "{steps: 2, learningRate: 1e-2, schedule: cosine}");
        assertThatThrownBy(
                        () -> resume(began, began.with("training", "{steps: 3, learningRate: 1e-2, schedule: cosine}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.steps: was '2', now '3', and training.schedule depends on it");
    }

    @Test
    void aValueFromTheEnvironmentHasToBeTheSame() throws IOException {
        TinyRun recipe = CONSTANT.with("training", "{steps: 2, learningRate: '${DEMO_RATE}'}");
        resume(recipe, Map.of("DEMO_RATE", "1e-2"), recipe, Map.of("DEMO_RATE", "1e-2"));
        assertThatThrownBy(() -> resume(recipe, Map.of("DEMO_RATE", "1e-2"), recipe, Map.of("DEMO_RATE", "2e-2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.learningRate: the value of ${DEMO_RATE} has changed");
        assertThatThrownBy(() -> resume(recipe, Map.of("DEMO_RATE", "1e-2"), CONSTANT, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the environment variable DEMO_RATE is not set");
    }

    @Test
    void aPlaceholderMayBeWrittenOutAndTheOtherWayRound() throws IOException {
        TinyRun written = CONSTANT.with("training", "{steps: 2, learningRate: 0.01}");
        TinyRun named = CONSTANT.with("training", "{steps: 2, learningRate: '${DEMO_RATE}'}");
        Map<String, String> environment = Map.of("DEMO_RATE", "1e-2");
        resume(written, environment, named, environment);
        resume(named, environment, written, environment);
        Map<String, String> other = Map.of("DEMO_RATE", "0.09731");
        assertThatThrownBy(() -> resume(written, other, named, other))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("was a value without a placeholder, now '${DEMO_RATE}'")
                .message()
                .doesNotContain("0.09731");
    }

    @ParameterizedTest
    @CsvSource({
        "apiKey, true",
        "OPENAI_API_KEY, true",
        "client-secret, true",
        "password, true",
        "hf_token, true",
        "stopToken, false",
        "key, false",
        "secretary, false",
        "baseUrl, false"
    })
    void aCredentialMayBeRenewed(String setting, boolean renewed) throws IOException {
        TinyRun recipe = CONSTANT.with(
                "environment", "{name: x, config: {list: [{" + setting + ": 'Bearer ${DEMO_OLD_OR_NEW}'}]}}");
        ThrowingCallable resume = () -> resume(
                recipe, Map.of("DEMO_OLD_OR_NEW", "sk-old-1234"), recipe, Map.of("DEMO_OLD_OR_NEW", "sk-new-5678"));
        if (renewed) {
            assertThatCode(resume).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(resume)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("has changed")
                    .message()
                    .doesNotContain("sk-old", "sk-new");
        }
    }

    private void resume(TinyRun began, TinyRun now) throws IOException {
        resume(began, Map.of(), now, Map.of());
    }

    private void resume(TinyRun began, Map<String, String> before, TinyRun now, Map<String, String> after)
            throws IOException {
        Path written = Files.writeString(
                directory.resolve("recipe.resolved.yaml"),
                began.resolved(directory, before).toYaml());
        ResumedRecipe.requireSame(written, now.resolved(directory, after));
    }
}
