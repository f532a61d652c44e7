package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that learn from preferences, in runs of a model that is made in a moment. */
class PreferenceRunsTest {

    @TempDir
    Path directory;

    private LetterRun recipe(String kind) throws IOException {
        String sampler = kind.equals("kto") ? "labelled-responses" : "preference-pairs";
        Path data = Files.writeString(directory.resolve("data.jsonl"), kind.equals("kto") ? labelled() : pairs());
        LetterRun given = LetterRun.in(directory)
                .with("rewards", "[]")
                .with("evaluation", "{every: 99, limit: 2, threshold: 0.5, reward: lowercase}")
                .with("data", "{train: {name: jsonl, config: {path: " + data + "}}, evaluation: {name: letters}}")
                .with("sampler", sampler)
                .with("optimizer", kind.equals("kto of pairs") ? "kto" : kind)
                .with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2, miniBatches: 2}");
        return kind.equals("online-dpo") ? online(1) : given;
    }

    private LetterRun online(int updates) {
        return LetterRun.in(directory)
                .with("optimizer", "{name: online-dpo, config: {missingEosPenalty: 0.1}}")
                .with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2, miniBatches: " + updates + "}");
    }

    /** Lower case is preferred. */
    private static String pairs() {
        return lines(i -> "{\"prompt\": \"" + letter(i) + "0\", \"chosen\": \""
                + letters(i).toLowerCase(Locale.ROOT) + "\", \"rejected\": \"" + letters(i + 1) + "\"}");
    }

    private static String labelled() {
        return lines(i -> "{\"prompt\": \"" + letter(i) + "0\", \"response\": \""
                + (i % 2 == 0 ? letters(i).toLowerCase(Locale.ROOT) : letters(i)) + "\", \"label\": " + (i % 2 == 0)
                + "}");
    }

    private static String letter(int i) {
        return Character.toString('A' + i % 26);
    }

    private static String letters(int i) {
        return letter(i) + letter(i + 3) + (i % 3 == 0 ? letter(i + 5) : "");
    }

    private static String lines(IntFunction<String> line) {
        return IntStream.range(0, 16).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private static double number(JsonNode step, String metric) {
        assertThat(step.has(metric)).as("%s in %s", metric, step).isTrue();
        return step.get(metric).asDouble();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpo", "ipo", "kto", "kto of pairs", "online-dpo"})
    void aRunThatStoppedAndWasResumedEndsWithTheSameNumbers(String kind) throws IOException {
        LetterRun recipe = recipe(kind);
        Path alone = recipe.start("alone");
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: 3}}]")
                        .start("stopped"))
                .hasMessageContaining("the lights went out");
        Path resumed = recipe.resume("stopped");

        assertThat(Checksums.ofTensors(resumed, 4)).isEqualTo(Checksums.ofTensors(alone, 4));
        assertThat(LetterRun.functionsOfTheRecipe(resumed)).isEqualTo(LetterRun.functionsOfTheRecipe(alone));
        assertThat(LetterRun.steps(alone)).allMatch(step -> step.has("preference/margin"));
    }

    @Test
    void dpoBeginsAtLogTwoAndNothingIsSampled() throws IOException {
        List<JsonNode> steps = LetterRun.steps(recipe("dpo")
                .with("training", "{steps: 8, promptsPerStep: 16, learningRate: 1e-2}")
                .with("model", fp32())
                .start("run"));
        assertThat(number(steps.get(0), "policy/loss")).isCloseTo(Math.log(2), within(1e-6));
        assertThat(number(steps.get(0), "preference/margin")).isCloseTo(0, within(1e-5));
        assertThat(number(steps.get(0), "preference/pairs")).isEqualTo(16);
        assertThat(number(steps.get(0), "origin/demonstration")).isEqualTo(32);
        assertThat(steps.get(0).has("staleness/max")).isFalse();
        assertThat(number(steps.get(7), "preference/accuracy")).isEqualTo(1);
        assertThat(number(steps.get(7), "policy/loss")).isLessThan(0.6);
        assertThat(number(steps.get(7), "preference/reward_chosen"))
                .isGreaterThan(number(steps.get(7), "preference/reward_rejected"));
    }

    @Test
    void ktoBeginsAtAHalf() throws IOException {
        List<JsonNode> steps = LetterRun.steps(recipe("kto")
                .with("training", "{steps: 8, promptsPerStep: 16, learningRate: 1e-2}")
                .with("model", fp32())
                .start("run"));
        assertThat(number(steps.get(0), "policy/loss")).isCloseTo(0.5, within(1e-5));
        assertThat(number(steps.get(0), "kto/reference_point")).isCloseTo(0, within(1e-4));
        assertThat(number(steps.get(7), "policy/loss")).isLessThan(0.45);
        assertThat(number(steps.get(7), "preference/margin")).isPositive();
    }

    @Test
    void onlineDpoLearnsWhatTheRewardPrefers() throws IOException {
        List<JsonNode> steps = LetterRun.steps(online(1)
                .with("training", "{steps: 20, promptsPerStep: 16, learningRate: 1e-2}")
                .start("run"));
        assertThat(number(steps.get(0), "policy/loss")).isCloseTo(Math.log(2), within(1e-2));
        assertThat(number(steps.get(0), "preference/pairs") + number(steps.get(0), "preference/skipped"))
                .isEqualTo(16);
        assertThat(number(steps.get(19), "reward/mean")).isGreaterThan(number(steps.get(0), "reward/mean") + 0.15);
    }

    private static String fp32() {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        return "{create: {config: " + tiny.resolve("config.json") + ", tokenizer: " + tiny + "}, precision: fp32}";
    }

    @Test
    void anOptimizerOfGivenPairsNeedsThem() throws IOException {
        LetterRun recipe = recipe("dpo").with("sampler", "group");
        assertThatThrownBy(() -> recipe.start("run"))
                .hasMessageContaining("optimizer reads 'preferences/label'")
                .hasMessageContaining("Add the sampler 'preference-pairs'");
        LetterRun letters = recipe("dpo").with("data", "{train: {name: letters}, evaluation: {name: letters}}");
        assertThatThrownBy(() -> letters.start("run")).hasMessageContaining("sampler reads the field 'chosen'");
    }
}
