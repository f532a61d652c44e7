package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.decoding.Chunk;
import org.reason4j.core.engine.model.decoding.ChunkStart;
import org.reason4j.core.engine.model.decoding.DecodingSession;
import org.reason4j.core.engine.model.kernel.KernelForm;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** The form of the kernels that a GPU takes against the one for a CPU, both on the CPU and in fp32. */
class KernelFormsTest {

    /** Of the largest number of an array, or of 1 where that is larger. */
    private static final double TOLERANCE = 1e-5;

    static final List<String> MODELS = TinyModels.NAMES;
    private static final int SLOTS = 64; // two batches in the form for a CPU
    private static final int PROMPT = 8;
    private static final int STEPS = 12;
    private static final List<SamplingParams> DRAWS = List.of(
            SamplingParams.greedy(STEPS),
            SamplingParams.of(STEPS),
            SamplingParams.of(STEPS).withTemperature(0.7).withTopK(20),
            SamplingParams.of(STEPS).withTopP(0.9),
            SamplingParams.of(STEPS).withMinP(0.2),
            SamplingParams.of(STEPS).withEntropyMinimization(EntropyMinimization.of(0, 0.8, 0, 0.1, 0)));

    private final String asked = System.getProperty(KernelForm.PROPERTY);

    @AfterEach
    void asksAsBefore() {
        ask(asked);
    }

    private static void ask(String kernels) {
        if (kernels == null) {
            System.clearProperty(KernelForm.PROPERTY);
        } else {
            System.setProperty(KernelForm.PROPERTY, kernels);
        }
    }

    /** Does work, which loads its model, once in each form. */
    private static void assertSame(Supplier<Map<String, float[]>> work) {
        ask("auto");
        Map<String, float[]> expected = work.get();
        ask("portable");
        Map<String, float[]> portable = work.get();

        assertThat(portable.keySet()).isEqualTo(expected.keySet()).isNotEmpty();
        expected.forEach((name, numbers) -> {
            double largest = IntStream.range(0, numbers.length)
                    .mapToDouble(i -> Math.abs(numbers[i]))
                    .max()
                    .orElseThrow();
            float[] others = portable.get(name);
            assertThat(others).as(name).hasSameSizeAs(numbers);
            for (int i = 0; i < numbers.length; i++) {
                assertThat((double) others[i])
                        .as("%s[%s] of the portable form", name, i)
                        .isCloseTo(numbers[i], within(TOLERANCE * Math.max(1, largest)));
            }
        });
    }

    @Test
    void aProcessChoosesTheForm() {
        ask(null);
        try (LanguageModel model = load(TinyModels.LLAMA)) {
            assertThat(model.kernels().form()).isEqualTo(KernelForm.CPU);
            assertThat(model.readsWithFusedAttention(600)).isTrue();
        }
        ask("portable");
        try (LanguageModel model = load(TinyModels.LLAMA)) {
            assertThat(model.kernels().form()).isEqualTo(KernelForm.PORTABLE);
            assertThat(model.readsWithFusedAttention(600)).isTrue();
        }
        ask("cuda");
        assertThatThrownBy(() -> load(TinyModels.LLAMA))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("reason4j.kernels is 'cuda', expected auto or portable");
    }

    private static LanguageModel load(String name) {
        return LanguageModel.load(TinyModels.directory(name), Device.cpu(), Precision.FP32);
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void scoresOfShortAndLongRows(String name) {
        List<int[]> sequences = new ArrayList<>(TinyModels.sequences(name));
        sequences.add(TinyModels.tokens(600, 3));
        int[] further = IntStream.range(0, 2 * TinyModels.rows(sequences).scored())
                .map(i -> 7 * i % 100)
                .toArray();
        TokenRows rows = TinyModels.rows(sequences).withFurther(2, further).at(0.7);
        assertSame(() -> {
            try (LanguageModel model = load(name)) {
                RowScores scores = model.score(rows, new ScoringOptions(true, true, 3));
                return Map.of(
                        "log-probabilities", scores.logprobs(),
                        "entropies", scores.entropies(),
                        "certainties", scores.certainties(),
                        "further tokens", scores.further(),
                        "most likely tokens", scores.top(),
                        "collisions", scores.collisions());
            }
        });
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void gradientsOfShortRows(String name) {
        assertSameGradients(name, TinyModels.sequences(name), false);
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void gradientsOfALongRowThatIsRecomputed(String name) {
        assertSameGradients(name, List.of(TinyModels.tokens(600, 4)), true);
    }

    private static void assertSameGradients(String name, List<int[]> sequences, boolean recompute) {
        TokenRows rows = TinyModels.rows(sequences);
        float[] c = Gradients.c(rows.scored());
        float[] e = Gradients.e(rows.scored());
        assertSame(() -> {
            try (Policy policy = policy(name, Optional.empty())) {
                return Gradients.of(policy, rows, c, e, recompute);
            }
        });
    }

    private static Policy policy(String name, Optional<LoraSettings> lora) {
        return Policy.load(TinyModels.directory(name), Device.cpu(), Precision.FP32, lora, 1);
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void weightsAfterUpdates(String name) {
        assertSame(() -> {
            try (Policy policy = policy(name, Optional.empty())) {
                Map<String, float[]> all = new LinkedHashMap<>();
                all.put("gradient norms", updates(policy, name));
                for (TensorSpec spec : policy.model().config().tensors()) {
                    all.put(spec.name(), Gradients.weight(policy.model(), spec));
                }
                return all;
            }
        });
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void logProbabilitiesAfterUpdatesOfAdapters(String name) {
        assertSame(() -> {
            try (Policy policy = policy(name, Optional.of(TinyModels.lora(4)))) {
                float[] norms = updates(policy, name);
                return Map.of("gradient norms", norms, "log-probabilities", policy.output(rows(name)));
            }
        });
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void valuesAfterUpdatesOfACritic(String name) {
        assertSame(() -> {
            try (ScalarModel critic =
                    ScalarModel.loadValues(TinyModels.directory(name), Device.cpu(), Precision.FP32)) {
                float[] norms = updates(critic, name);
                return Map.of("gradient norms", norms, "values", critic.output(rows(name)));
            }
        });
    }

    /** Moves the outputs towards their doubles; returns the gradients' norms. */
    private static float[] updates(TrainedModel model, String name) {
        float[] norms = new float[3];
        for (int step = 0; step < norms.length; step++) {
            try (NDManager scope = model.model().scope()) {
                OutputPass pass = model.pass(scope, rows(name), step == 1);
                pass.backward()
                        .accept(scope.create(Gradients.c(pass.output().length)).sub(0.2f));
            }
            norms[step] = (float) model.clipGradients(1);
            model.update(new AdamW(0.9, 0.99, 1e-2, 0.1), 1e-2);
            model.clearGradients();
        }
        return norms;
    }

    private static TokenRows rows(String name) {
        return TinyModels.rows(TinyModels.sequences(name));
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void tokensDrawnInManySlotsOfWhichSomeGoOn(String name) {
        assertSame(() -> {
            try (LanguageModel model = load(name);
                    DecodingSession session = new DecodingSession(model, SLOTS, PROMPT + 2 * STEPS)) {
                List<int[]> prompts = TinyModels.sequences(name).stream()
                        .map(row -> Arrays.copyOf(row, PROMPT - 1))
                        .toList();
                int[] source = IntStream.range(0, SLOTS)
                        .map(slot -> slot % prompts.size())
                        .toArray();
                session.prefill(prompts, source, IntStream.range(0, SLOTS).toArray());
                Chunk first = session.decode(STEPS, start(PROMPT - 1, Arrays.copyOf(source, SLOTS), name));

                int[] kept = IntStream.range(0, SLOTS / 4).map(slot -> 4 * slot).toArray();
                session.resize(kept, kept.length);
                int[] last = Arrays.stream(kept)
                        .map(slot -> first.tokens()[slot * STEPS + STEPS - 1])
                        .toArray();
                Chunk second = session.decode(STEPS, start(PROMPT - 1 + STEPS, last));
                return numbers(first, second);
            }
        });
    }

    private static ChunkStart start(int position, int[] source, String name) {
        return start(
                position,
                Arrays.stream(source)
                        .map(row -> TinyModels.sequences(name).get(row)[PROMPT - 1])
                        .toArray());
    }

    /** Slots that are fed tokens at one position; every eighth token is known. */
    private static ChunkStart start(int position, int[] token) {
        int slots = token.length;
        int[] positions = new int[slots];
        Arrays.fill(positions, position);
        int[] left = new int[slots];
        Arrays.fill(left, STEPS);
        int[] forced = new int[slots * STEPS];
        Arrays.setAll(forced, i -> i % 8 == 5 ? 3 + i % 90 : -1);
        SplittableRandom random = new SplittableRandom(11);
        float[] uniforms = new float[slots * STEPS];
        for (int i = 0; i < uniforms.length; i++) {
            uniforms[i] = (float) random.nextDouble(0.999);
        }
        List<Optional<SamplingParams>> params = IntStream.range(0, slots)
                .mapToObj(slot -> Optional.of(DRAWS.get(slot % DRAWS.size())))
                .toList();
        return new ChunkStart(token, positions, left, forced, uniforms, params, new int[0]);
    }

    private static Map<String, float[]> numbers(Chunk... chunks) {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (int i = 0; i < chunks.length; i++) {
            all.put("tokens " + i, Floats.toArray(Ints.asList(chunks[i].tokens())));
            all.put("log-probabilities " + i, chunks[i].logprobs());
            all.put("log-probabilities as drawn " + i, chunks[i].sampledLogprobs());
        }
        return all;
    }
}
