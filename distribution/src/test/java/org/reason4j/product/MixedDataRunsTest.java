package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Replay and demonstrations in whole runs, which go on as if nothing had happened after they stopped. */
class MixedDataRunsTest {

    @TempDir
    Path directory;

    /** Prompts of the tiny model's alphabet with a response to imitate, all of lower-case letters. */
    record Shown(Config config) implements DatasetReader {
        record Config(int count) {}

        @Override
        public List<Example> read() {
            return IntStream.range(0, config.count())
                    .mapToObj(i -> Example.of("shown-" + i, List.of(Message.user((char) ('A' + i) + "1")))
                            .withResponse("abc"))
                    .toList();
        }
    }

    private static final Plugin SHOWING = new Plugin() {
        @Override
        public void register(Registry registry) {
            registry.dataset("shown", new Shown.Config(8), Shown.class);
        }
    };

    /** Eight prompts, four of them in each of six steps, so that every prompt comes again. */
    private LetterRun recipe(String kind) {
        LetterRun recipe = LetterRun.in(directory)
                .with("data", "{train: {name: shown}, evaluation: {name: shown}}")
                .with("training", "{steps: 6, promptsPerStep: 4, learningRate: 1e-2, miniBatches: 2}");
        String success = "success: {least: 0.3}";
        return switch (kind) {
            case "rlep" ->
                recipe.with("shaping", "[{name: rlep, config: {replayed: 2, " + success + "}}]")
                        .with("optimizer", "grpo")
                        .with("regularizers", "[kl]");
            case "replay" ->
                recipe.with("shaping", "[{name: replay, config: {groups: 2, capacity: 6, age: 8}}]")
                        .with("optimizer", "grpo");
            case "exgrpo" ->
                recipe.with("curriculum", "exgrpo")
                        .with("shaping", "[{name: exgrpo, config: {start: 0, " + success + "}}]")
                        .with("optimizer", "exgrpo");
            case "chord" ->
                recipe.with("sampler", "{name: demonstrations, config: {beside: true}}")
                        .with("optimizer", "{name: chord, config: {peak: 0.5, warmupSteps: 2, decaySteps: 3}}");
            case "hpt" ->
                recipe.with("sampler", "{name: demonstrations, config: {beside: true}}")
                        .with("optimizer", "{name: hpt, config: {" + success + "}}");
            default -> recipe.with("sampler", "demonstrations").with("optimizer", kind);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"rlep", "replay", "exgrpo", "chord"})
    void aRunThatStoppedAndWasResumedEndsWithTheSameWeights(String kind) throws IOException {
        LetterRun recipe = recipe(kind);
        Path alone = recipe.start("alone", SHOWING);
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: 5}}]")
                        .start("stopped", SHOWING))
                .hasMessageContaining("the lights went out");
        Path resumed = recipe.resume("stopped", SHOWING);

        assertThat(LetterRun.functionsOfTheRecipe(resumed)).isEqualTo(LetterRun.functionsOfTheRecipe(alone));
        assertThat(Files.readAllBytes(resumed.resolve("checkpoints/step-6/model.safetensors")))
                .isEqualTo(Files.readAllBytes(alone.resolve("checkpoints/step-6/model.safetensors")));
        String counted = kind.equals("chord") ? "origin/demonstration" : "origin/replay";
        assertThat(LetterRun.steps(alone).subList(4, 6))
                .allSatisfy(step -> assertThat(step.path(counted).asInt()).isPositive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"luffy", "srft", "hpt"})
    void demonstrationsAreScoredAndLearned(String kind) throws IOException {
        for (JsonNode step : LetterRun.steps(recipe(kind).start(kind, SHOWING))) {
            assertThat(step.path("demonstrations/used").asDouble()).isEqualTo(1);
            assertThat(step.path("policy/loss").isNumber()).isTrue();
            if (!kind.equals("hpt")) {
                assertThat(step.path("origin/demonstration").asInt()).isEqualTo(4);
            }
        }
    }

    @Test
    void hintsAreImitatedAsLongAsThereAreAny() throws IOException {
        List<JsonNode> steps = LetterRun.steps(recipe("grpo")
                .with("sampler", "{name: uft, config: {low: 1, high: 1, steps: 2}}")
                .with("regularizers", "[{name: uft, config: {coefficient: 0.5}}]")
                .start("hinted", SHOWING));
        for (JsonNode step : steps) {
            boolean hinted = step.path("step").asInt() <= 3; // after 0, 1 and 2 steps
            assertThat(step.path("uft/hint_tokens").asDouble()).isEqualTo(hinted ? 3 : 0);
            assertThat(step.has("uft/hint_nll")).isEqualTo(hinted);
            assertThat(step.path("completions/max_length").asInt()).isLessThanOrEqualTo(5);
        }
        assertThat(steps.get(2).path("uft/hint_nll").asDouble())
                .isLessThan(steps.get(0).path("uft/hint_nll").asDouble());
    }

    @Test
    void replayedResponsesBeginAtTheRatioOneAndOthersAreNotMeasuredTwice() throws IOException {
        JsonNode step = LetterRun.steps(recipe("rlep")
                        .with("training", "{steps: 4, promptsPerStep: 4, learningRate: 1e-12, miniBatches: 2}")
                        .start("still", SHOWING))
                .get(3);
        assertThat(step.path("origin/replay").asInt()).isPositive();
        assertThat(step.path("policy/ratio_mean").asDouble()).isCloseTo(1, within(1e-3)); // bf16 in another order
        assertThat(step.path("staleness/max").asInt()).isZero(); // replayed ones are older, and do not count
    }
}
