package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.prompt;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

/** Over a backend that draws like the local decoder, every rollout is the local decoder's, bit for bit. */
@Timeout(240)
class LocalBackendTest {

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(TinyModels.LLAMA, Precision.FP32), Arguments.of(TinyModels.QWEN3, Precision.BF16));
    }

    /** Writes with the local decoder and over a backend, and compares all that a trajectory has. */
    private static List<Trajectory> check(
            String name, Precision precision, DecoderSettings settings, Function<Decoder, List<Trajectory>> write) {
        try (LanguageModel model = Requests.model(name, precision)) {
            List<Trajectory> expected = write.apply(new Decoder(model, letters(2), settings, 42, 1, done -> {}));
            try (LocalBackend backend = new LocalBackend(model, letters(2), 16)) {
                BackendPolicy policy = new BackendPolicy("local", backend, 1024);
                List<Trajectory> found =
                        write.apply(new Decoder(policy, model.version(), letters(2), settings, 42, 1, done -> {}));
                assertThat(found).hasSameSizeAs(expected);
                for (int i = 0; i < found.size(); i++) {
                    assertSame(found.get(i), expected.get(i));
                }
            }
            return expected;
        }
    }

    private static void assertSame(Trajectory found, Trajectory expected) {
        assertThat(found.toString()).isEqualTo(expected.toString());
        assertThat(found.response()).as(found.toString()).isEqualTo(expected.response());
        assertThat(found.text()).isEqualTo(expected.text());
        assertThat(found.finish()).isEqualTo(expected.finish());
        assertThat(found.learned()).isEqualTo(expected.learned());
        assertThat(found.branch()).isEqualTo(expected.branch());
        assertThat(found.params()).isEqualTo(expected.params());
        assertThat(found.policyVersion()).isEqualTo(expected.policyVersion());
        assertThat(found.streams()).isEqualTo(expected.streams());
        expected.streams()
                .forEach(stream -> assertThat(found.stream(stream))
                        .as(stream + " of " + found)
                        .isEqualTo(expected.stream(stream)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void plainRequests(String name, Precision precision) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            SamplingParams params = i % 3 == 0
                    ? SamplingParams.greedy(20 + i)
                    : i % 3 == 1
                            ? temperature(0.8, 20 + i).withStop(List.of("ab", "Q", "c"))
                            : SamplingParams.of(20 + i)
                                    .withTopK(30)
                                    .withTopP(0.9)
                                    .withMinP(0.01)
                                    .withStopIds(List.of(60, 61));
            requests.add(request("p" + i / 2, i % 2, params, TinyModels.tokens(1 + 7 * i, i / 2)));
        }
        check(name, precision, DecoderSettings.ofSlots(16), decoder -> decoder.generate(requests));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPlanThatBranches(String name, Precision precision) {
        SamplingParams stopping = temperature(0.9, 40).withStop(List.of("ab", "Q"));
        List<Trajectory> written = check(
                name,
                precision,
                DecoderSettings.ofSlots(16),
                decoder -> decoder
                        .generatePlans(List.of(
                                new Tree(prompt("tree0", TinyModels.tokens(9, 1)), stopping, 2, 2, 2, 2),
                                new Tree(prompt("tree1", TinyModels.tokens(40, 2)), temperature(1, 30), 2, 2, 2, 1)))
                        .stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(written)
                .hasSize(18 + 10)
                .anyMatch(trajectory -> trajectory.branch().isPresent());
    }

    @ParameterizedTest
    @MethodSource("models")
    void turnsWithAnEnvironment(String name, Precision precision) {
        DecoderSettings settings =
                DecoderSettings.ofSlots(16).withEnvironment(new DigitSum(300), 100, Duration.ofMinutes(1));
        List<RolloutRequest> requests = IntStream.range(0, 12)
                .mapToObj(i -> request("p" + i, i, temperature(1, 150), TinyModels.tokens(3 + i, i)))
                .toList();
        List<Trajectory> plain = check(name, precision, settings, decoder -> decoder.generate(requests));
        assertThat(plain).anyMatch(trajectory -> trajectory.text().contains("[3:"));

        List<Trajectory> tree = check(
                name,
                precision,
                settings,
                decoder -> decoder.generatePlans(List.of(
                                new Tree(prompt("tree", TinyModels.tokens(5, 3)), temperature(1, 120), 2, 2, 2, 1)))
                        .get(0));
        assertThat(tree)
                .anyMatch(trajectory ->
                        trajectory.branch().isPresent() && trajectory.text().contains("[2:"));
    }

    private record Weights(long version) implements PolicyWeights {

        @Override
        public void write(Path directory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasAdapter() {
            return false;
        }

        @Override
        public void writeAdapter(Path directory) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void weightsOfAnotherVersionThanTheModelsAreRefused() {
        try (LanguageModel model = Requests.model(TinyModels.LLAMA, Precision.FP32);
                LocalBackend backend = new LocalBackend(model, letters(2), 8)) {
            backend.update(new Weights(model.version()));
            assertThatThrownBy(() -> backend.update(new Weights(model.version() + 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("version 1 was announced");
        }
    }
}
