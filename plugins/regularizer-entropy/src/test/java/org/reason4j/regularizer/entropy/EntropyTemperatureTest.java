package org.reason4j.regularizer.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.RunInfo;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Services;

class EntropyTemperatureTest {

    private static final String ENTROPY = "policy/entropy";
    private static final Tokenizer CHARACTERS = new Characters();

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("entropy-temperature-e3");
        int vocabulary = vector.at("/inputs/vocab").asInt();
        assertThat(EntropyTemperature.next(1, 0.25, 0.5, vocabulary))
                .isCloseTo(vector.at("/expected/next_temperature").asDouble(), within(1e-6));
        assertThat(EntropyTemperature.next(1, 0.5, 0.5, vocabulary))
                .isEqualTo(vector.at("/expected/at_target").asDouble());
        assertThat(EntropyTemperature.next(1, 1, 0.5, vocabulary))
                .isCloseTo(vector.at("/expected").get("above_target(H=1.0)").asDouble(), within(1e-6));
    }

    @Test
    void theFirstStepSetsTheTarget() {
        EntropyTemperature schedule = schedule(new EntropyTemperatureConfig(0, 0, 1, 0.5, 2));
        schedule.stepCompleted(1, Map.of(ENTROPY, 0.8));
        assertThat(temperature(schedule, 1)).isEqualTo(1);
        schedule.stepCompleted(2, Map.of(ENTROPY, 0.4));
        double scale = Math.log(CHARACTERS.vocabularySize()) + Math.log(Math.log(CHARACTERS.vocabularySize()));
        assertThat(temperature(schedule, 1)).isCloseTo(1 + Math.log(2) / scale, within(1e-9));
        assertThat(temperature(schedule, 0.5)).isCloseTo(0.5 * (1 + Math.log(2) / scale), within(1e-9));
    }

    @Test
    void theTargetFallsOverTheLastSteps() {
        // the standard run has 10 steps; 40 % of them are the last 4; after step 8 half of the way: 1 - 0.1 / 2
        EntropyTemperature schedule = schedule(new EntropyTemperatureConfig(1, 0.4, 0.9, 0.5, 2));
        schedule.stepCompleted(6, Map.of(ENTROPY, 1.0));
        assertThat(temperature(schedule, 1)).isEqualTo(1);
        schedule.stepCompleted(8, Map.of(ENTROPY, 0.95));
        assertThat(temperature(schedule, 1)).isCloseTo(1, within(1e-9));
        schedule.stepCompleted(10, Map.of(ENTROPY, 0.9));
        assertThat(temperature(schedule, 1)).isCloseTo(1, within(1e-9));
    }

    @Test
    void theTemperatureStaysBetweenItsBounds() {
        EntropyTemperature schedule = schedule(new EntropyTemperatureConfig(1, 0, 1, 0.9, 1.1));
        schedule.stepCompleted(1, Map.of(ENTROPY, 1e-9));
        assertThat(temperature(schedule, 1)).isCloseTo(1.1, within(1e-9));
        schedule.stepCompleted(2, Map.of(ENTROPY, 1e9));
        assertThat(temperature(schedule, 1)).isCloseTo(0.9, within(1e-9));
        schedule.stepCompleted(3, Map.of(ENTROPY, 0.0));
        assertThat(temperature(schedule, 1)).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void aResumedRunSamplesAtTheSameTemperature() {
        EntropyTemperature schedule = schedule(EntropyTemperatureConfig.DEFAULTS);
        schedule.stepCompleted(1, Map.of(ENTROPY, 0.8));
        schedule.stepCompleted(2, Map.of(ENTROPY, 0.6));
        EntropyTemperature resumed = schedule(EntropyTemperatureConfig.DEFAULTS);
        resumed.restore(schedule.state());
        schedule.stepCompleted(3, Map.of(ENTROPY, 0.5));
        resumed.stepCompleted(3, Map.of(ENTROPY, 0.5));
        assertThat(resumed.state()).isEqualTo(schedule.state());
        assertThat(temperature(resumed, 1)).isGreaterThan(1);
    }

    @Test
    void aStartOutsideOfTheBoundsIsRefused() {
        assertThatThrownBy(() -> schedule(new EntropyTemperatureConfig(0, 0, 1, 1.1, 2)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "rollout.temperature is 1.0, but entropy-temperature moves it between 1.1 and 2.0");
    }

    private EntropyTemperature schedule(EntropyTemperatureConfig config) {
        RunInfo run = (RunInfo) Services.standard(Path.of("run")).all().get(RunInfo.class);
        return new EntropyTemperature(config, RolloutSettings.of(4, SamplingParams.of(16)), CHARACTERS, run, metrics);
    }

    private static double temperature(EntropyTemperature schedule, double asked) {
        RolloutRequest request = RolloutRequest.of(
                Prompt.of("p", List.of(), new int[] {1}),
                0,
                SamplingParams.of(16).withTemperature(asked));
        return schedule.forStep(1).apply(request).temperature();
    }
}
