package org.reason4j.sampler.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.RunInfo;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Services;

/** Schedules in a run of ten steps. */
class SchedulesTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});
    private static final RunInfo RUN =
            (RunInfo) Services.standard(Path.of("run")).all().get(RunInfo.class);

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static RolloutRequest request(int maxTokens, double temperature) {
        return RolloutRequest.of(PROMPT, 0, SamplingParams.of(maxTokens).withTemperature(temperature));
    }

    private static RolloutRequest withPrefix(int prefix, int maxTokens) {
        return request(maxTokens, 1).withPrefix(new int[prefix]);
    }

    private LengthStages lengths(List<Integer> from, double raiseAbove) {
        return new LengthStages(new LengthStagesConfig(List.of(10, 20, 30), from, raiseAbove), RUN, metrics);
    }

    private static int tokens(LengthStages schedule, int step) {
        return schedule.forStep(step).apply(request(64, 1)).maxTokens();
    }

    @Test
    void stagesWithoutStepsShareTheRun() {
        LengthStages schedule = lengths(List.of(), 0);
        // three stages of ten steps: steps 1 to 4, 5 to 7, 8 to 10 and all later ones
        assertThat(IntStream.rangeClosed(1, 12).map(step -> tokens(schedule, step)))
                .containsExactly(10, 10, 10, 10, 20, 20, 20, 30, 30, 30, 30, 30);
    }

    @Test
    void stagesBeginAtTheirSteps() {
        LengthStages schedule = lengths(List.of(2, 6), 0);
        assertThat(IntStream.rangeClosed(1, 7).map(step -> tokens(schedule, step)))
                .containsExactly(10, 20, 20, 20, 20, 30, 30);
        assertThat(metrics.means().get("length_stages/max_tokens")).hasSize(7);
    }

    @Test
    void aLengthCountsTheWholeResponseAndNeverRaisesOne() {
        LengthStages schedule = lengths(List.of(2, 6), 0);
        assertThat(schedule.forStep(1).apply(withPrefix(4, 50)).maxTokens()).isEqualTo(6);
        assertThat(schedule.forStep(1).apply(withPrefix(10, 50)).maxTokens()).isEqualTo(1);
        assertThat(schedule.forStep(6).apply(request(8, 1)).maxTokens()).isEqualTo(8);
    }

    @Test
    void truncatedResponsesBeginTheNextStageAtOnce() {
        LengthStages schedule = lengths(List.of(5, 9), 0.25);
        schedule.stepCompleted(1, Map.of("completions/truncated_ratio", 0.25));
        assertThat(tokens(schedule, 2)).isEqualTo(10);
        schedule.stepCompleted(2, Map.of("completions/truncated_ratio", 0.26));
        assertThat(tokens(schedule, 3)).isEqualTo(20);
        assertThat(tokens(schedule, 5)).isEqualTo(20); // its own step came later
        schedule.stepCompleted(5, Map.of("completions/truncated_ratio", 0.9));
        schedule.stepCompleted(6, Map.of("completions/truncated_ratio", 0.9));
        assertThat(tokens(schedule, 7)).isEqualTo(30);
    }

    @Test
    void aResumedRunGoesOnInTheStageThatWasReached() throws IOException {
        LengthStages schedule = lengths(List.of(5, 9), 0.25);
        schedule.stepCompleted(1, Map.of("completions/truncated_ratio", 0.5));
        LengthStages resumed = lengths(List.of(5, 9), 0.25);
        ObjectMapper json = new ObjectMapper();
        resumed.restore(
                json.readValue(json.writeValueAsString(schedule.state()), new TypeReference<Map<String, Object>>() {}));
        assertThat(tokens(resumed, 2)).isEqualTo(tokens(schedule, 2)).isEqualTo(20);
        assertThatThrownBy(() -> resumed.restore(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no number 'stage'");
    }

    private TemperatureStages temperatures(TemperatureStagesConfig config, double asked) {
        SamplingParams params = SamplingParams.of(64).withTemperature(asked);
        return new TemperatureStages(config, RolloutSettings.of(4, params), RUN, metrics);
    }

    @Test
    void everyStageHasItsTemperatureAndRequestsOfAnotherAreScaledAlike() {
        TemperatureStages schedule = temperatures(TemperatureStagesConfig.DEFAULTS, 1);
        assertThat(IntStream.rangeClosed(1, 10)
                        .mapToDouble(step ->
                                schedule.forStep(step).apply(request(8, 1)).temperature()))
                .containsExactly(1.4, 1.4, 1.4, 1.4, 1.45, 1.45, 1.45, 1.5, 1.5, 1.5);
        assertThat(schedule.forStep(1).apply(request(8, 0.5)).temperature()).isEqualTo(0.7);
        TemperatureStages half = temperatures(TemperatureStagesConfig.POLARIS_7B, 0.5);
        assertThat(half.forStep(6).apply(request(8, 0.5)).temperature()).isEqualTo(1);
        assertThat(metrics.of("temperature_stages/temperature")).isPositive();
    }

    @Test
    void aGreedyRecipeHasNoTemperatureToScale() {
        assertThatThrownBy(() -> temperatures(TemperatureStagesConfig.DEFAULTS, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("temperature-stages scales rollout.temperature, which is 0.0; set it above 0");
    }

    @Test
    void aPromptsOwnBudgetIsTheLongestResponseToIt() {
        PromptBudget schedule = new PromptBudget(new PromptBudgetConfig("budget", 2));
        RolloutRequest own = RolloutRequest.of(PROMPT.withFields(Map.of("budget", 5)), 0, SamplingParams.of(64));
        assertThat(schedule.forStep(3).apply(own).maxTokens()).isEqualTo(7);
        assertThat(schedule.forStep(3).apply(own.withPrefix(new int[4])).maxTokens())
                .isEqualTo(3);
        assertThat(schedule.forStep(3).apply(request(64, 1)).maxTokens()).isEqualTo(64);
        for (Object odd : new Object[] {0, "many", 2.5}) {
            RolloutRequest request =
                    RolloutRequest.of(PROMPT.withFields(Map.of("budget", odd)), 0, SamplingParams.of(64));
            assertThatThrownBy(() -> schedule.forStep(1).apply(request))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("The field 'budget' of prompt 'p' is '" + odd + "'");
        }
    }

    @Test
    void stagesThatDoNotRiseAreRefused() {
        assertThatThrownBy(() -> new LengthStagesConfig(List.of(10, 10), List.of(), 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("length-stages.maxTokens must rise from at least 1, got [10, 10]");
        assertThatThrownBy(() -> new LengthStagesConfig(List.of(10, 20), List.of(1), 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("length-stages.from must rise from above 1, got [1]");
        assertThatThrownBy(() -> new TemperatureStagesConfig(List.of(1.0, 2.0), List.of(3, 4)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must name the first step of each of the 2 stages but the first, or none");
    }
}
