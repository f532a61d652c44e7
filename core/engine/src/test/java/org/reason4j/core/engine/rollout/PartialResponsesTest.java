package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.prompt;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.sampledLogprobs;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.rollout.partial.AnsweredTurn;
import org.reason4j.core.engine.rollout.partial.PartialResponse;

class PartialResponsesTest {

    private static final int BATCH = 1; // of Requests.decoder
    private static final int ALL = Integer.MAX_VALUE;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel model;

    @BeforeAll
    static void load() {
        model = Requests.model(TinyModels.LLAMA, Precision.FP32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<RolloutRequest> requests(int maxTokens) {
        return IntStream.range(0, 12)
                .mapToObj(i -> request("p" + i / 2, i, temperature(1, maxTokens), TinyModels.tokens(3 + i / 2, i / 2)))
                .toList();
    }

    private static List<PartialResponse> begun(List<RolloutRequest> requests, long batch) {
        return requests.stream()
                .map(one -> PartialResponse.begun(one.prompt(), one.sample(), one.params(), 0, batch))
                .toList();
    }

    private static Decoder decoder(long batch, Optional<Environment> environment) {
        DecoderSettings plain = DecoderSettings.ofSlots(8);
        DecoderSettings settings = environment
                .map(answering -> plain.withEnvironment(answering, 50, Duration.ofMinutes(1)))
                .orElse(plain);
        return new Decoder(model, letters(2), settings, 42, batch, done -> {});
    }

    /** Writes parts of so many tokens until all are finished, each with another decoder. */
    private static List<Trajectory> written(
            List<PartialResponse> begun, int tokens, Optional<Environment> environment) {
        List<PartialResponse> all = begun;
        for (int later = 1; all.stream().anyMatch(one -> !one.finished()); later++) {
            all = decoder(BATCH + later, environment).write(all, tokens);
        }
        return all.stream().map(PartialResponse::trajectory).toList();
    }

    private static void assertSameTokens(List<Trajectory> found, List<Trajectory> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).response()).isEqualTo(expected.get(i).response());
            assertThat(found.get(i).text()).isEqualTo(expected.get(i).text());
            assertThat(found.get(i).finish()).isEqualTo(expected.get(i).finish());
            assertThat(found.get(i).params()).isEqualTo(expected.get(i).params());
            assertThat(found.get(i).learned()).isEqualTo(expected.get(i).learned());
            assertThat(logprobs(found.get(i))).containsExactly(logprobs(expected.get(i)), within(1e-4f));
        }
    }

    @Test
    void aPartWithRoomForTheWholeResponseIsTheWholeResponse() {
        List<Trajectory> whole = decoder(BATCH, Optional.empty()).generate(requests(20));
        List<Trajectory> parts = decoder(7, Optional.empty()).write(begun(requests(20), BATCH), 20).stream()
                .map(PartialResponse::trajectory)
                .toList();
        assertThat(parts).usingRecursiveComparison().isEqualTo(whole);
    }

    @Test
    void withTheSameWeightsPartsDrawTheTokensOfTheWholeResponse() {
        List<Trajectory> whole = decoder(BATCH, Optional.empty()).generate(requests(40));
        assertThat(whole).extracting(Trajectory::finish).contains(Finish.STOP, Finish.LENGTH);
        assertSameTokens(written(begun(requests(40), BATCH), 7, Optional.empty()), whole);
    }

    @Test
    void aPartHasItsNumberOfTokensAndLeavesWhatIsWrittenAsItIs() {
        Decoder decoder = decoder(BATCH, Optional.empty());
        List<PartialResponse> first = decoder.write(begun(requests(40), BATCH), 7);
        List<PartialResponse> second = decoder.write(first, 5);
        int open = 0;
        for (int i = 0; i < first.size(); i++) {
            Trajectory before = first.get(i).trajectory();
            Trajectory after = second.get(i).trajectory();
            assertThat(after.response()).startsWith(before.response());
            assertThat(logprobs(after)).startsWith(logprobs(before));
            assertThat(sampledLogprobs(after)).startsWith(sampledLogprobs(before));
            if (first.get(i).finished()) {
                assertThat(second.get(i)).isSameAs(first.get(i));
            } else {
                assertThat(before.length()).isEqualTo(7);
                assertThat(after.length()).isLessThanOrEqualTo(12);
                open += second.get(i).finished() ? 0 : 1;
            }
        }
        assertThat(open).isPositive();
    }

    @Test
    void tokensHaveTheVersionAndTheNumbersOfTheWeightsThatWroteThem() {
        PartialResponse response = PartialResponse.begun(prompt("p", 40, 41), 0, SamplingParams.of(5), 3, BATCH);
        try (ScriptedBackend backend = new ScriptedBackend("abcdefgh")) {
            response = write(backend, response, 3, 2);
            assertThat(response.finished()).isFalse();
            response = write(backend, response, 4, 1);
            assertThat(response.trajectory().stream(TokenStream.POLICY_VERSION)).containsExactly(3, 3, 4);
            response = write(backend, response, 6, 2);
            assertThat(backend.requests)
                    .extracting(
                            request -> ScriptedBackend.given(request),
                            request -> request.params().maxTokens())
                    .containsExactly(tuple("", 2), tuple("ab", 1), tuple("abc", 2));
        }
        Trajectory whole = response.trajectory();
        assertThat(response.finished()).isTrue();
        assertThat(whole.finish()).isEqualTo(Finish.LENGTH);
        assertThat(whole.text()).isEqualTo("abcde");
        assertThat(whole.policyVersion()).hasValue(3);
        assertThat(whole.stream(TokenStream.POLICY_VERSION)).containsExactly(3, 3, 4, 6, 6);
        assertThat(logprobs(whole)).containsExactly(0, -1, -2, -3, -4);
        assertThat(sampledLogprobs(whole)).containsExactly(0, -0.5f, -1, -1.5f, -2);
    }

    private static PartialResponse write(ScriptedBackend backend, PartialResponse response, long version, int tokens) {
        backend.version = version;
        BackendPolicy policy = new BackendPolicy("scripted", backend, 100);
        return new Decoder(policy, version, letters(), DecoderSettings.ofSlots(8), 42, BATCH, done -> {})
                .write(List.of(response), tokens)
                .get(0);
    }

    @Test
    void anEpisodeGoesOnWhereItWasAndNoAnswerIsCut() {
        DigitSum whole = new DigitSum(15);
        DigitSum parts = new DigitSum(15);
        List<Trajectory> expected = decoder(BATCH, Optional.of(whole)).generate(requests(80));
        List<Trajectory> found = written(begun(requests(80), BATCH), 6, Optional.of(parts));
        assertSameTokens(found, expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).stream(TokenStream.TURN_REWARDS))
                    .isEqualTo(expected.get(i).stream(TokenStream.TURN_REWARDS));
        }
        assertThat(expected).extracting(Trajectory::finish).contains(Finish.STOP, Finish.LENGTH);
        assertThat(parts.begun).hasSizeGreaterThan(whole.begun.size()); // each part has an episode of its own
        assertThat(parts.begun).allSatisfy(session -> assertThat(session.closed).isEqualTo(1));
        List<List<String>> said = new ArrayList<>();
        whole.begun.forEach(session -> said.add(session.turns));
        assertThat(parts.begun).extracting(session -> session.turns).containsAll(said);
    }

    @Test
    void anUnfinishedResponseHasRoomForMore() {
        Trajectory full = decoder(BATCH, Optional.empty())
                .write(begun(requests(4), BATCH), ALL)
                .get(0)
                .trajectory();
        assertThatThrownBy(() -> new PartialResponse(full, List.of(), 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not finished, but its parameters allow 4 tokens");
        assertThatThrownBy(() -> new PartialResponse(full, List.of(new AnsweredTurn("a", "ab", 5)), 1, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has an answered turn that ends after 5 tokens");
    }
}
