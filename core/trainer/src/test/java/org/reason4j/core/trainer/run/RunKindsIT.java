package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.PluginException;

/** Curricula, schedules, responses of other origins and trackers in whole runs of a tiny model. */
class RunKindsIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"curriculum, 0", "curriculum, 2", "sampler, 0", "sampler, 2", "schedule, 0", "schedule, 2", "both, 2"})
    void madeUpPromptsAndSchedulesSurviveAStop(String kind, int staleness) throws IOException {
        TinyRun recipe = recipe(kind)
                .with("training", "{steps: 6, promptsPerStep: 4, learningRate: 1e-2, staleness: " + staleness + "}");
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[jsonl, {name: bomb, config: {step: 5}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        recipe.resume(output("stopped"));

        assertThat(TinyRun.weights(output("stopped"))).isEqualTo(TinyRun.weights(output("alone")));
        assertThat(TinyRun.metrics(output("stopped")))
                .extracting(step -> step.path("step").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6);
        Path trainer = output("alone").resolve("checkpoints/step-4/trainer");
        if (staleness > 0) {
            String rollouts = Files.readString(trainer.resolve("rollouts.json"));
            assertThat(rollouts.contains("\"messages\"")).isEqualTo(!kind.equals("schedule"));
        }
        if (kind.equals("curriculum")) { // batches 5 and 6 were chosen before step 4 trained
            assertThat(new ObjectMapper()
                            .readTree(trainer.resolve("prompts.json").toFile()))
                    .hasSize(staleness);
        }
    }

    private static TinyRun recipe(String kind) {
        TinyRun recipe = TinyRun.recipe();
        return switch (kind) {
            case "curriculum" -> recipe.with("curriculum", "climb");
            case "sampler" -> recipe.with("sampler", "proposing");
            case "schedule" -> recipe.with("schedules", "[cool]");
            default ->
                recipe.with("curriculum", "climb").with("sampler", "proposing").with("schedules", "[cool]");
        };
    }

    @Test
    void aBatchMayHaveAnotherSize() {
        TinyRun.recipe()
                .with("curriculum", "{name: climb, config: {size: 11}}")
                .with("optimizer", "against-greedy")
                .start(output("run"));
        assertThat(TinyRun.metrics(output("run")))
                .extracting(step -> step.path("throughput/trained_sequences").asInt())
                .containsExactly(44, 44); // 11 prompts, 4 responses
    }

    @Test
    void madeUpPromptsOfASamplerAreAllLearnedAndHaveGreedyResponses() {
        TinyRun.recipe()
                .with("sampler", "proposing")
                .with("optimizer", "against-greedy")
                .start(output("run"));
        assertThat(TinyRun.metrics(output("run")))
                .extracting(step -> step.path("throughput/trained_sequences").asInt())
                .containsExactly(64, 64); // 8 prompts, a made-up one for each, 4 responses
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none-chosen | chose no example for batch 1, expected at least one",
                "taken | made up an example with the id 'train-0', which an example of the dataset has",
                "twice | chose two different examples with the id 'made-1-1' for batch 1",
                "unlabelled | made up the example 'bare' with the fields [], but a component of the recipe reads 'answer'"
            })
    void aCurriculumThatBreaksItsContractIsNamed(String fault, String message) {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("curriculum", "{name: climb, config: {fault: " + fault + "}}")
                        .start(output("run")))
                .isInstanceOf(PluginException.class)
                .hasMessage("curriculum 'climb' (" + KindToys.Climb.class.getName()
                        + " in test-classes, version unknown) " + message + ". Its author can fix that.");
    }

    @Test
    void aScheduleChangesTheTemperatureOfEachStep() throws IOException {
        TinyRun.recipe()
                .with("schedules", "[{name: cool, config: {first: 0.5, fall: 0}}]")
                .with("trackers", "[jsonl, witness]")
                .start(output("run"));
        assertThat(witnessed("run")).contains("step 1 at temperatures [0.5]", "step 2 at temperatures [0.5]");
    }

    @Test
    void aResponseLongerThanTheRecipeAllowsIsRefused() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("schedules", "[{name: cool, config: {maxTokens: 6}}]")
                        .start(output("schedule")))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("The request of schedule 'cool' for sample 0 of prompt 'train-")
                .hasMessageContaining("maxTokens 6, but rollout.maxTokens allows 5 together");
        assertThatThrownBy(() ->
                        TinyRun.recipe().with("sampler", "greedy-for-more").start(output("sampler")))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("The request of sampler 'greedy-for-more' for sample 0 of prompt 'train-");
    }

    @Test
    void metricsKeepOtherOriginsApart() {
        TinyRun.recipe().with("sampler", "mixed").start(output("run"));
        for (JsonNode step : TinyRun.metrics(output("run"))) {
            assertThat(step.path("origin/demonstration").asInt()).isEqualTo(8);
            assertThat(step.path("origin/replay").asInt()).isEqualTo(8);
            assertThat(step.path("origin/other_policy").asInt()).isEqualTo(8);
            assertThat(step.path("throughput/trained_sequences").asInt()).isEqualTo(8 * 7);
            assertThat(step.path("completions/max_length").asInt()).isLessThanOrEqualTo(5); // demonstrations have 15
            assertThat(step.path("throughput/response_tokens").asInt()).isLessThanOrEqualTo(8 * 4 * 5);
            assertThat(step.path("staleness/max").asInt()).isZero();
            assertThat(step.path("mismatch/logprob_diff_max").asDouble()).isLessThan(0.2);
        }
    }

    @Test
    void trackersAreToldOfMeasurementsAndOfTheEnd() throws IOException {
        TinyRun recipe = TinyRun.recipe().with("checkpoints", "{every: 1}").with("trackers", "[jsonl, witness]");
        recipe.start(output("whole"));
        assertThatThrownBy(() -> recipe.with("trackers", "[jsonl, witness, {name: bomb, config: {step: 2}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        recipe.with("trackers", "[witness, jsonl, witness]").resume(output("stopped"));

        String started = " of 2 = 2 after %s in run tiny with seed 3 and recipe of all defaults";
        List<String> whole = List.of(
                "measured 0 with 4 samples, accuracy true",
                "started 1" + String.format(started, 0),
                "step 1 at temperatures [1.0]",
                "measured 2 with 4 samples, accuracy true",
                "step 2 at temperatures [1.0]",
                "measured 2 with 4 samples, accuracy true",
                "ended after 2, completed");
        assertThat(witnessed("whole")).containsExactlyElementsOf(whole);
        assertThat(witnessed("stopped").subList(0, 6))
                .containsExactly(
                        whole.get(0),
                        whole.get(1),
                        whole.get(2),
                        whole.get(3),
                        whole.get(4),
                        "ended after 1, the lights went out");
        assertThat(witnessed("stopped").subList(6, witnessed("stopped").size()))
                .contains("started 2" + String.format(started, 1)) // restored
                .contains("started 2" + String.format(started, 0)) // new in the recipe
                .endsWith("ended after 2, completed");
    }

    private List<String> witnessed(String run) throws IOException {
        return Files.readAllLines(KindToys.Witness.log(output(run)));
    }

    private Path output(String name) {
        return directory.resolve(name);
    }
}
