package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.sampledLogprobs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutRequest;

@Timeout(60)
class BackendWriterTest {

    private static final DecoderSettings SETTINGS = DecoderSettings.ofSlots(8);

    private static Decoder decoder(RolloutBackend backend, DecoderSettings settings) {
        BackendPolicy policy = new BackendPolicy("rollout backend 'scripted'", backend, 1024);
        return new Decoder(policy, ScriptedBackend.VERSION, letters(2), settings, 42, 1, done -> {});
    }

    private static Trajectory write(RolloutBackend backend, RolloutRequest request) {
        return decoder(backend, SETTINGS).generate(List.of(request)).get(0);
    }

    @Test
    void tokensThatFollowAStopStringAreDropped() {
        try (ScriptedBackend backend = new ScriptedBackend("abcENDxyz")) {
            Trajectory written =
                    write(backend, request("p", 0, SamplingParams.of(9).withStop(List.of("END")), 40, 41));

            assertThat(written.response()).isEqualTo("abcEND".chars().toArray());
            assertThat(written.text()).isEqualTo("abc");
            assertThat(written.finish()).isEqualTo(Finish.STOP);
            assertThat(written.policyVersion()).hasValue(ScriptedBackend.VERSION);
            assertThat(logprobs(written)).containsExactly(0, -1, -2, -3, -4, -5);
            assertThat(sampledLogprobs(written)).containsExactly(0, -0.5f, -1, -1.5f, -2, -2.5f);
        }
    }

    @Test
    void aSequenceThatTheBackendLeavesTooEarlyIsRequestedOn() {
        try (ScriptedBackend backend = new ScriptedBackend("abcdefgh", 3, Capabilities.all())) {
            Trajectory written = write(backend, request("p", 0, SamplingParams.of(8), 40, 41));

            assertThat(written.text()).isEqualTo("abcdefgh");
            assertThat(written.finish()).isEqualTo(Finish.LENGTH);
            assertThat(backend.requests.stream().map(ScriptedBackend::given)).containsExactly("", "abc", "abcdef");
            assertThat(backend.requests.stream().map(each -> each.params().maxTokens()))
                    .containsExactly(8, 5, 2);
            assertThat(backend.requests.stream().map(GenerationRequest::seed)).containsOnly(Draws.key(42, 1, "p", 0));
        }
    }

    @Test
    void aRequestBringsAllEndsOfATurn() {
        try (ScriptedBackend backend = new ScriptedBackend("a" + (char) 7)) {
            SamplingParams params = SamplingParams.of(5)
                    .withTemperature(0.5)
                    .withStopIds(List.of(7))
                    .withStop(List.of("x"));
            DecoderSettings settings =
                    SETTINGS.withEnvironment(new DigitSum(0), 3, Duration.ofMinutes(1)); // ends with its first answer
            Trajectory written = decoder(backend, settings)
                    .generate(List.of(request("p", 0, params, 40)))
                    .get(0);

            assertThat(written.finish()).isEqualTo(Finish.STOP);
            SamplingParams sent = backend.requests.get(0).params();
            assertThat(sent.stopIds()).containsExactlyInAnyOrder(2, 7); // 2 ends a sequence of this tokenizer
            assertThat(sent.stop()).containsExactly("x", "=", "A", "B", "xy", "g", "h");
            assertThat(sent.temperature()).isEqualTo(0.5);
        }
    }

    @Test
    void anObservationIsReadByTheBackendWithTheNextRequest() {
        try (ScriptedBackend backend = new ScriptedBackend("12=.....0=...........")) { // dots: observations
            DecoderSettings settings = SETTINGS.withEnvironment(new DigitSum(99), 2, Duration.ofMinutes(1));
            Trajectory written = decoder(backend, settings)
                    .generate(List.of(request("p", 0, SamplingParams.of(20), 40, 41)))
                    .get(0);

            assertThat(backend.requests.stream().map(ScriptedBackend::given)).containsExactly("", "12=[1:3]");
            assertThat(written.text()).isEqualTo("12=[1:3]0=");
            assertThat(written.finish()).isEqualTo(Finish.LENGTH); // two turns are the most
            assertThat(written.stream(TokenStream.TURN_REWARDS)).containsExactly(0, 0, 3, 0, 0, 0, 0, 0, 0, 0);
            assertThat(logprobs(written)).containsExactly(0, -1, -2, 0, 0, 0, 0, 0, -8, -9);
            assertThat(written.learned())
                    .containsExactly(true, true, true, false, false, false, false, false, true, true);
        }
    }

    @Test
    void noMoreRequestsAreOpenThanTheBackendTakes() {
        try (ScriptedBackend backend =
                new ScriptedBackend("abcdefgh", 2, Capabilities.all().withMaxOpenRequests(3))) {
            List<RolloutRequest> requests = IntStream.range(0, 20)
                    .mapToObj(i -> request("p", i, SamplingParams.of(8), 40))
                    .toList();
            List<Trajectory> written = decoder(backend, SETTINGS).generate(requests);

            assertThat(written.stream().map(Trajectory::text)).containsOnly("abcdefgh");
            assertThat(written.stream().map(Trajectory::sample))
                    .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
            assertThat(backend.mostOpen).isBetween(1, 3);
            assertThat(backend.requests).hasSize(20 * 4);
        }
    }

    /** A backend that answers in whatever way a test needs. */
    private record Answering(
            Capabilities capabilities, Function<GenerationRequest, CompletableFuture<Generation>> answer)
            implements RolloutBackend {

        Answering(Function<GenerationRequest, CompletableFuture<Generation>> answer) {
            this(Capabilities.all(), answer);
        }

        @Override
        public void update(PolicyWeights weights) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Generation> generate(GenerationRequest request) {
            return answer.apply(request);
        }
    }

    private static CompletableFuture<Generation> tokens(int count, long version) {
        return CompletableFuture.completedFuture(
                Generation.of(new int[count], new float[count], new float[count], Finish.LENGTH, version));
    }

    private static void assertRefused(
            Function<GenerationRequest, CompletableFuture<Generation>> answer, String... parts) {
        RolloutRequest request = request("p", 4, SamplingParams.of(8), 40);
        assertThatThrownBy(() -> write(new Answering(answer), request))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("rollout backend 'scripted'")
                .hasMessageContaining("sample 4 of prompt 'p'")
                .hasMessageContainingAll(parts);
    }

    @Test
    void aBackendThatBreaksItsContractIsNamed() {
        assertRefused(request -> tokens(8, 2), "version 2", "version 3 was expected");
        assertRefused(request -> tokens(9, 3), "wrote 9 tokens", "maxTokens was 8");
        assertRefused(
                request -> CompletableFuture.failedFuture(new IllegalStateException("the server is gone")),
                "the server is gone");
        assertRefused(
                request -> {
                    throw new IllegalArgumentException("no such id");
                },
                "no such id");
        assertRefused(request -> CompletableFuture.completedFuture(null), "completed its future with null");
    }

    @Test
    void aBackendThatDoesNotAnswerIsGivenUpAndItsRequestsAreCancelled() {
        CompletableFuture<Generation> never = new CompletableFuture<>();
        Answering silent = new Answering(request -> never);
        Decoder decoder = decoder(silent, SETTINGS.withAnswerTime(Duration.ofMillis(200)));

        assertThatThrownBy(() -> decoder.generate(List.of(request("p", 4, SamplingParams.of(8), 40))))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("rollout backend 'scripted' gave no answer for 0.2 s")
                .hasMessageContaining("open requests: 1, the oldest for sample 4 of prompt 'p'");
        assertThat(never).isCancelled();
    }

    @Test
    void filtersNeedABackendWithTheirLogProbabilities() {
        Answering plain = new Answering(Capabilities.all().withoutSampledLogprobs(), request -> tokens(8, 3));

        assertThat(write(plain, request("p", 0, SamplingParams.of(8), 40)).length())
                .isEqualTo(8);
        assertThatThrownBy(
                        () -> write(plain, request("p", 0, SamplingParams.of(8).withTopK(5), 40)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rollout backend 'scripted' gives no log-probabilities after top-k")
                .hasMessageContaining("top-k 5");
    }

    @Test
    void entropyIsLoweredByTheOwnDecoderAlone() {
        SamplingParams params = SamplingParams.of(8).withEntropyMinimization(EntropyMinimization.LOGITS);
        Answering backend = new Answering(Capabilities.all(), request -> tokens(8, 3));

        assertThatThrownBy(() -> write(backend, request("p", 0, params, 40)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("only the decoder of this process lowers the entropy of tokens")
                .hasMessageContaining("entropy to 0.3");
    }

    @Test
    void aBackendWithTheOwnDecoderLowersEntropy() {
        SamplingParams params = SamplingParams.of(8).withEntropyMinimization(EntropyMinimization.LOGITS);
        AtomicReference<SamplingParams> asked = new AtomicReference<>(SamplingParams.of(1));
        Answering answering = new Answering(Capabilities.all(), request -> {
            asked.set(request.params());
            return tokens(8, 3);
        });

        write(new Own(answering), request("p", 0, params, 40));

        assertThat(asked.get().entropyMinimization()).contains(EntropyMinimization.LOGITS);
    }

    private record Own(RolloutBackend backend) implements BackendPolicy.OwnDecoder {

        @Override
        public Capabilities capabilities() {
            return backend.capabilities();
        }

        @Override
        public void update(PolicyWeights weights) throws Exception {
            backend.update(weights);
        }

        @Override
        public CompletableFuture<Generation> generate(GenerationRequest request) {
            return backend.generate(request);
        }
    }

    @Test
    void anInterruptedThreadStopsWaiting() {
        CompletableFuture<Generation> never = new CompletableFuture<>();
        Thread caller = Thread.currentThread();
        Answering interrupting = new Answering(request -> {
            caller.interrupt();
            return never;
        });

        assertThatThrownBy(() -> write(interrupting, request("p", 0, SamplingParams.of(8), 40)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(never).isCancelled();
    }
}
