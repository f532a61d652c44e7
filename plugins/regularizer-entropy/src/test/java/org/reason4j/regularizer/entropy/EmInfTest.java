package org.reason4j.regularizer.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;

class EmInfTest {

    private static final SamplingParams PARAMS =
            SamplingParams.of(16).withTemperature(0.7).withTopP(0.9);

    private static SamplingParams scheduled(SamplingParams asked) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        return new EmInf(EmInfConfig.DEFAULTS).forStep(3).apply(RolloutRequest.of(prompt, 0, asked));
    }

    @Test
    void requestsLowerTheEntropyOfTheirTokensAndStayAsTheyAreOtherwise() {
        assertThat(scheduled(PARAMS)).isEqualTo(PARAMS.withEntropyMinimization(EntropyMinimization.LOGITS));
        assertThat(scheduled(PARAMS).entropyMinimization()).contains(EntropyMinimization.of(0.3, 0, 5, 0.1, 0.001));
        assertThat(PARAMS.entropyMinimization()).isEmpty();
    }

    @Test
    void aRequestThatLowersItInAWayOfItsOwnKeepsThat() {
        SamplingParams own = PARAMS.withEntropyMinimization(EntropyMinimization.TEMPERATURE);
        assertThat(scheduled(own)).isEqualTo(own);
        assertThat(own.withTemperature(1).entropyMinimization()).contains(EntropyMinimization.TEMPERATURE);
    }

    @Test
    void settingsOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> new EmInfConfig(-1, 0, 5, 0.1, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("threshold must be at least 0 nats of entropy, got -1");
        assertThatThrownBy(() -> new EmInfConfig(1, 1, 5, 0.1, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("share must be in [0, 1), got 1");
        assertThatThrownBy(() -> new EmInfConfig(1, 0, 5, 0, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rate must be above 0, got 0");
    }
}
