package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.core.engine.rollout.Requests.generate;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.sampledLogprobs;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

/**
 * A trajectory depends on its request, the weights, the seed and the step alone: tokens and log-probabilities are the same
 * bit for bit whatever is decoded beside it.
 */
class BatchInvarianceTest {

    private static final Map<String, LanguageModel> MODELS = new HashMap<>();

    private static final List<RolloutRequest> WATCHED = List.of(
            request("one", 0, temperature(0.8, 60), 40),
            request("short", 1, temperature(0.8, 70), TinyModels.tokens(9, 1)),
            request("middle", 2, temperature(1, 40), TinyModels.tokens(45, 2)),
            request(
                    "filtered",
                    3,
                    SamplingParams.of(50).withTopK(30).withTopP(0.9).withMinP(0.02),
                    TinyModels.tokens(20, 3)),
            request("shared", 7, temperature(1, 20), TinyModels.tokens(203, 7)), // 192 of its 202 columns are a prefix
            request("greedy", 4, SamplingParams.greedy(40), TinyModels.tokens(33, 4)),
            request(
                    "stepped",
                    5,
                    temperature(1.2, 40).withEntropyMinimization(EntropyMinimization.LOGITS),
                    TinyModels.tokens(12, 5)),
            request(
                    "cooled",
                    6,
                    SamplingParams.of(40).withTopP(0.95).withEntropyMinimization(EntropyMinimization.TEMPERATURE),
                    TinyModels.tokens(17, 6)));

    private static final Map<String, List<Trajectory>> ALONE = new HashMap<>();

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(TinyModels.LLAMA, Precision.FP32),
                Arguments.of(TinyModels.QWEN3, Precision.BF16),
                Arguments.of(TinyModels.QWEN2_MOE, Precision.FP32),
                Arguments.of(TinyModels.QWEN3_MOE, Precision.BF16));
    }

    private static LanguageModel model(String name, Precision precision) {
        return MODELS.computeIfAbsent(name + precision, key -> Requests.model(name, precision));
    }

    @AfterAll
    static void close() {
        MODELS.values().forEach(LanguageModel::close);
        MODELS.clear();
    }

    @ParameterizedTest
    @MethodSource("models")
    void twiceIsTheSame(String name, Precision precision) {
        check(name, precision, 8, WATCHED.subList(0, 0));
    }

    @ParameterizedTest
    @MethodSource("models")
    void amongNinetyOthersInSeveralLanesItIsTheSame(String name, Precision precision) {
        check(name, precision, 128, others(90, 30, temperature(0.8, 40)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void inEightSlotsOfWhichItGetsOneLateItIsTheSame(String name, Precision precision) {
        check(name, precision, 8, others(40, 30, temperature(0.8, 40)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void besideMuchLongerResponsesItIsTheSame(String name, Precision precision) {
        check(name, precision, 64, others(20, 30, temperature(0.8, 300)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void whileItOutgrowsItsRowsAmongShorterAndLongerOnesItIsTheSame(String name, Precision precision) {
        LanguageModel model = model(name, precision);
        RolloutRequest growing = request("growing", 0, temperature(0.9, 210), TinyModels.tokens(20, 8));
        List<RolloutRequest> batch = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batch.add(request("beside" + i, i, temperature(0.8, 5 + 60 * (i % 7)), TinyModels.tokens(1 + 4 * i, i)));
        }
        batch.add(9, growing);
        assertSame(generate(model, 8, List.of(growing)), generate(model, 16, batch), batch);
    }

    @ParameterizedTest
    @MethodSource("models")
    void besideLongerPromptsItIsTheSame(String name, Precision precision) {
        check(name, precision, 64, others(20, 300, temperature(0.8, 20)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void besideAPromptForFusedAttentionItIsTheSame(String name, Precision precision) {
        check(name, precision, 64, others(2, 700, temperature(0.8, 20)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPromptForFusedAttentionBesideOthersIsReadAsAlone(String name, Precision precision) {
        LanguageModel model = model(name, precision);
        List<RolloutRequest> batch = new ArrayList<>();
        for (int tokens : List.of(530, 545, 700, 990, 531)) {
            batch.add(request("of " + tokens, 0, temperature(0.9, 12), TinyModels.tokens(tokens, tokens)));
        }
        List<Trajectory> alone = batch.stream()
                .map(request -> generate(model, 8, List.of(request)).get(0))
                .toList();
        assertSame(alone, generate(model, 8, batch), batch);
    }

    /** Products over more than 512 features are summed in parts on some processors. */
    @Test
    void inAWideModelAmongMoreRowsItIsTheSame(@TempDir Path directory) {
        try (LanguageModel model =
                LanguageModel.load(TinyModels.wide(directory.resolve("wide")), Device.cpu(), Precision.FP32)) {
            List<RolloutRequest> batch = new ArrayList<>(WATCHED.subList(0, 3));
            batch.addAll(others(200, 90, temperature(0.8, 12)));
            List<Trajectory> alone = WATCHED.subList(0, 3).stream()
                    .map(request -> generate(model, 8, List.of(request)).get(0))
                    .toList();
            assertSame(alone, generate(model, 208, batch), batch);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void besideManyResponsesToItsLongPromptAndToOthersItIsTheSame(String name, Precision precision) {
        check(name, precision, 64, sharers(9));
    }

    @ParameterizedTest
    @MethodSource("models")
    void inAPromptThatWasReadForEarlierResponsesItIsTheSame(String name, Precision precision) {
        check(name, precision, 8, sharers(11));
    }

    /** Responses to the long prompt that is watched and to two others, of different lengths. */
    private static List<RolloutRequest> sharers(int responses) {
        List<RolloutRequest> sharers = new ArrayList<>();
        for (int i = 0; i < responses; i++) {
            sharers.add(request("sharer" + i, i, temperature(0.9, 5 + 3 * i), TinyModels.tokens(203, 7)));
            sharers.add(request("long" + i, i, temperature(0.9, 9), TinyModels.tokens(130, 300 + i % 2)));
        }
        return sharers;
    }

    @ParameterizedTest
    @MethodSource("models")
    void besideFiltersAndOtherTemperaturesItIsTheSame(String name, Precision precision) {
        List<RolloutRequest> others = new ArrayList<>(others(20, 30, SamplingParams.greedy(30)));
        others.addAll(others(
                20,
                30,
                SamplingParams.of(30)
                        .withTemperature(1.7)
                        .withTopK(5)
                        .withTopP(0.5)
                        .withMinP(0.1)));
        check(name, precision, 64, others);
    }

    @ParameterizedTest
    @MethodSource("models")
    void besideTokensOfLowerEntropyItIsTheSame(String name, Precision precision) {
        check(
                name,
                precision,
                64,
                others(
                        30,
                        30,
                        temperature(1, 30).withEntropyMinimization(EntropyMinimization.of(0.01, 0, 40, 0.3, 0.5))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void besideStopStringsItIsTheSame(String name, Precision precision) {
        check(name, precision, 64, others(3, 30, SamplingParams.of(30).withStop(List.of("abc"))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void anotherSeedStepSampleOrPromptIdMakesAnotherResponse(String name, Precision precision) {
        LanguageModel model = model(name, precision);
        SamplingParams params = temperature(1, 20);
        int[] tokens = {41, 42, 43};
        RolloutRequest request = request("p", 0, params, tokens);
        List<int[]> responses = List.of(
                decode(model, 1, 1, request),
                decode(model, 2, 1, request),
                decode(model, 1, 2, request),
                decode(model, 1, 1, request("p", 1, params, tokens)),
                decode(model, 1, 1, request("q", 0, params, tokens)));

        assertThat(responses.stream().map(Arrays::toString)).doesNotHaveDuplicates();
    }

    private static int[] decode(LanguageModel model, long seed, long step, RolloutRequest request) {
        return new Decoder(model, letters(), DecoderSettings.ofSlots(16), seed, step, done -> {})
                .generate(List.of(request))
                .get(0)
                .response();
    }

    /** Others with prompts of 1 to {@code longest} tokens, one of them as long as that. */
    private static List<RolloutRequest> others(int count, int longest, SamplingParams params) {
        List<RolloutRequest> others = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = i == 0 ? longest : 1 + i * 37 % longest;
            others.add(request("other" + i, i, params, TinyModels.tokens(length, 100 + i)));
        }
        return others;
    }

    /** Decodes the watched requests alone, each by itself, and among the others in two orders. */
    private static void check(String name, Precision precision, int slots, List<RolloutRequest> others) {
        LanguageModel model = model(name, precision);
        List<Trajectory> expected = ALONE.computeIfAbsent(
                name + precision,
                key -> WATCHED.stream()
                        .map(request -> generate(model, 8, List.of(request)).get(0))
                        .toList());
        List<RolloutRequest> batch = new ArrayList<>(others);
        batch.addAll(WATCHED);
        assertSame(expected, generate(model, slots, batch), batch);
        Collections.shuffle(batch, new Random(5));
        assertSame(expected, generate(model, slots, batch), batch);
    }

    private static void assertSame(List<Trajectory> expected, List<Trajectory> found, List<RolloutRequest> batch) {
        SoftAssertions softly = new SoftAssertions();
        for (Trajectory one : expected) {
            int index = 0;
            while (!batch.get(index).prompt().id().equals(one.prompt().id())) {
                index++;
            }
            Trajectory other = found.get(index);
            String id = one.prompt().id();
            softly.assertThat(other.response()).as("tokens of '%s'", id).isEqualTo(one.response());
            softly.assertThat(differences(logprobs(other), logprobs(one)))
                    .as("places where log-probabilities of '%s' differ", id)
                    .isEmpty();
            softly.assertThat(differences(sampledLogprobs(other), sampledLogprobs(one)))
                    .as("places where filtered log-probabilities of '%s' differ", id)
                    .isEmpty();
        }
        softly.assertAll();
    }

    private static List<String> differences(float[] found, float[] expected) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(found.length, expected.length); i++) {
            if (Float.compare(found[i], expected[i]) != 0) {
                differences.add(i + ": " + (found[i] - expected[i]));
            }
        }
        return differences;
    }
}
