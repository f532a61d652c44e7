package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.sampledLogprobs;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
import org.reason4j.core.engine.rollout.draft.DraftMemory;
import org.reason4j.core.engine.rollout.partial.PartialResponse;

/** Drafts change no token and no log-probability of a response, whether they are right or wrong. */
class SpeculationTest {

    private static final int SLOTS = 5;

    static Stream<Arguments> models() {
        List<Arguments> models = new ArrayList<>();
        models.add(Arguments.of(TinyModels.LLAMA, Precision.FP32));
        models.add(Arguments.of(TinyModels.QWEN3, Precision.BF16));
        models.add(Arguments.of(TinyModels.QWEN3_MOE, Precision.BF16));
        for (String name : List.of("qwen2-moe", "gemma3", "phi3-longrope", "mistral-window")) {
            models.add(Arguments.of(name, Precision.FP32));
        }
        return models.stream();
    }

    private static List<RolloutRequest> requests(int positions) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int sample = 0; sample < 2; sample++) {
            requests.add(request("one", sample, temperature(0.8, 30), 40));
            requests.add(request(
                    "filtered",
                    sample,
                    SamplingParams.of(20).withTopK(30).withTopP(0.9).withMinP(0.02),
                    TinyModels.tokens(20, 3)));
            requests.add(request("greedy", sample, SamplingParams.greedy(30), TinyModels.tokens(33, 4)));
            requests.add(request("stop", sample, temperature(1, 30).withStop(List.of("a")), TinyModels.tokens(5, 8)));
            requests.add(request("long", sample, temperature(1, 12), TinyModels.tokens(positions - 12, 7)));
            requests.add(request(
                    "cooled",
                    sample,
                    SamplingParams.of(12).withTopP(0.95).withEntropyMinimization(EntropyMinimization.TEMPERATURE),
                    TinyModels.tokens(17, 6)));
        }
        return requests;
    }

    private static Decoder decoder(LanguageModel model, long step, DecoderSettings settings) {
        return new Decoder(model, letters(41), settings, 42, step, done -> {});
    }

    private static void same(List<Trajectory> drafted, List<Trajectory> expected) {
        assertThat(drafted).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Trajectory found = drafted.get(i);
            Trajectory wanted = expected.get(i);
            String name = wanted.prompt().id() + " " + wanted.sample();
            assertThat(found.response()).as(name).isEqualTo(wanted.response());
            assertThat(logprobs(found)).as(name).isEqualTo(logprobs(wanted));
            assertThat(sampledLogprobs(found)).as(name).isEqualTo(sampledLogprobs(wanted));
            assertThat(found.finish()).as(name).isEqualTo(wanted.finish());
        }
    }

    /** Decodes with a memory of other draws' responses, which are mostly wrong, and again with the right ones. */
    private static void check(
            LanguageModel model, DecoderSettings plain, BiFunction<Decoder, Long, List<Trajectory>> written) {
        Counters counters = new Counters();
        DecoderSettings drafting = plain.withDrafts(new DraftMemory()).reporting(counters);
        List<Trajectory> expected = written.apply(decoder(model, 1, plain), 1L);

        List<Trajectory> others = written.apply(decoder(model, 2, drafting), 2L);
        assertThat(others).hasSameSizeAs(expected);
        same(written.apply(decoder(model, 1, drafting), 1L), expected);
        double before = counters.sum("rollout/accepted");
        same(written.apply(decoder(model, 1, drafting), 1L), expected);
        assertThat(counters.sum("rollout/accepted")).isGreaterThan(before);
        assertThat(counters.sum("rollout/drafted")).isGreaterThan(counters.sum("rollout/accepted"));
        assertThat(counters.lastMean("rollout/accepted_length")).isPositive();
    }

    @ParameterizedTest
    @MethodSource("models")
    void responsesAreThoseWithoutDrafts(String name, Precision precision) {
        try (LanguageModel model = Requests.model(name, precision)) {
            List<RolloutRequest> requests =
                    requests(Math.min(160, model.config().maxPositions()));
            check(model, DecoderSettings.ofSlots(SLOTS), (decoder, batch) -> decoder.generate(requests));
        }
    }

    @Test
    void soAreThoseOfOneSlotAndOfMoreSlotsThanRowsOfABlock() {
        try (LanguageModel model = Requests.model(TinyModels.LLAMA, Precision.FP32)) {
            List<RolloutRequest> requests = requests(160);
            check(model, DecoderSettings.ofSlots(1), (decoder, batch) -> decoder.generate(requests.subList(0, 4)));
            check(model, DecoderSettings.ofSlots(12), (decoder, batch) -> decoder.generate(requests));
        }
    }

    /** Rows of 128 columns and of more side by side; some slots go from one to the other while drafts are read. */
    @Test
    void soAreThoseOfSlotsWhoseRowsAreOfSeveralLengths() {
        try (LanguageModel model = Requests.model(TinyModels.LLAMA, Precision.FP32)) {
            List<RolloutRequest> requests = new ArrayList<>();
            for (int prompt : new int[] {100, 9, 127, 30, 110}) {
                requests.add(request("p" + prompt, 0, temperature(1, 40), TinyModels.tokens(prompt, prompt)));
            }
            check(model, DecoderSettings.ofSlots(SLOTS), (decoder, batch) -> decoder.generate(requests));
        }
    }

    @Test
    void soAreTurnsTreesAndResponsesInParts() {
        try (LanguageModel model = Requests.model(TinyModels.LLAMA, Precision.FP32)) {
            DecoderSettings plain = DecoderSettings.ofSlots(SLOTS);
            List<RolloutRequest> requests = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                requests.add(request("p" + i, i, temperature(1, 80), TinyModels.tokens(3 + i, i)));
            }
            DecoderSettings turns = plain.withEnvironment(new DigitSum(Integer.MAX_VALUE), 100, Duration.ofMinutes(1));
            check(model, turns, (decoder, batch) -> decoder.generate(requests));
            check(
                    model,
                    plain,
                    (decoder, batch) -> decoder.generatePlans(List.of(new Tree(
                                    Requests.prompt("tree", TinyModels.tokens(9, 1)), temperature(1, 40), 2, 2, 2, 2)))
                            .get(0));
            check(model, plain, (decoder, batch) -> inParts(decoder, batch, requests));
        }
    }

    private static List<Trajectory> inParts(Decoder decoder, long batch, List<RolloutRequest> requests) {
        List<PartialResponse> parts = requests.stream()
                .map(one -> PartialResponse.begun(one.prompt(), one.sample(), one.params(), 0, batch))
                .toList();
        while (parts.stream().anyMatch(one -> !one.finished())) {
            parts = decoder.write(parts, 25);
        }
        return parts.stream().map(PartialResponse::trajectory).toList();
    }
}
