package org.reason4j.core.trainer.components;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.host.config.Recipe;

class EngineSettingsTest {

    @Test
    void aDecoderWaitsForABackendAsLongAsTheRecipeSays() {
        Recipe.Rollout rollout = new Recipe.Rollout(
                8,
                1,
                0,
                1,
                0,
                16,
                0,
                List.of(),
                List.of(),
                4,
                1,
                1,
                Recipe.OnShortage.LEARN,
                true,
                100,
                2,
                1,
                2.5,
                Recipe.OnMissing.DROP_TRAJECTORY);
        DecoderSettings settings = EngineSettings.decoding(rollout, Optional.empty());
        assertThat(settings.answerTime()).isEqualTo(Duration.ofMillis(2500));
        assertThat(settings.slots()).isEqualTo(4);
        assertThat(settings.drafts()).isPresent();
        assertThat(EngineSettings.decoding(Recipe.Rollout.DEFAULTS, Optional.empty())
                        .answerTime())
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(EngineSettings.decoding(Recipe.Rollout.DEFAULTS, Optional.empty())
                        .drafts())
                .isEmpty();
    }
}
