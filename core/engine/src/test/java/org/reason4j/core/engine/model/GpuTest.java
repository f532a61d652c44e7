package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.core.engine.model.decoding.Chunk;
import org.reason4j.core.engine.model.decoding.ChunkStart;
import org.reason4j.core.engine.model.decoding.DecodingSession;
import org.reason4j.core.engine.model.kernel.NativeEngine;

/** The passes on a GPU against those on the CPU, which other tests hold against PyTorch. */
@Tag("gpu")
class GpuTest {

    @BeforeAll
    static void needsAGpu() {
        int gpus = NativeEngine.load().devices();
        assumeTrue(gpus > 0, "PyTorch sees no CUDA device here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void scoresAndGradientsAreThoseOfTheCpu(String name) {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
        float[] c = Gradients.c(rows.scored());
        float[] e = Gradients.e(rows.scored());
        try (Policy cpu = load(name, Device.cpu());
                Policy gpu = load(name, Device.gpu(0))) {
            assertThat(gpu.model().score(rows).logprobs())
                    .containsExactly(cpu.model().score(rows).logprobs(), within(1e-3f));
            Map<String, float[]> expected = Gradients.of(cpu, rows, c, e, false);
            Gradients.of(gpu, rows, c, e, true)
                    .forEach((tensor, gradient) -> assertThat(Gradients.difference(gradient, expected.get(tensor)))
                            .as("difference of the gradients of %s", tensor)
                            .isLessThan(5e-3 * Gradients.norm(expected.get(tensor))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void aCriticLearnsThereAsOnTheCpu(String name) {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
        assertThat(valuesAfterUpdates(name, rows, Device.gpu(0)))
                .containsExactly(valuesAfterUpdates(name, rows, Device.cpu()), within(1e-3f));
    }

    private static float[] valuesAfterUpdates(String name, TokenRows rows, Device device) {
        try (ScalarModel model = ScalarModel.loadValues(TinyModels.directory(name), device, Precision.FP32)) {
            for (int step = 0; step < 3; step++) {
                try (NDManager scope = model.model().scope()) {
                    OutputPass pass = model.pass(scope, rows, step == 1);
                    pass.backward().accept(scope.create(pass.output()).sub(1).div(rows.scored()));
                }
                model.update(new AdamW(0.9, 0.99, 1e-2, 0), 1e-2);
            }
            return model.output(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void greedyContinuationsAreThoseOfTheCpu(String name) {
        assertThat(greedy(name, Device.gpu(0))).isEqualTo(greedy(name, Device.cpu()));
    }

    /** 24 tokens after the first 8 of each sequence, in three slots. */
    private static int[] greedy(String name, Device device) {
        List<int[]> prompts = TinyModels.sequences(name);
        try (LanguageModel model = LanguageModel.load(TinyModels.directory(name), device, Precision.FP32);
                DecodingSession session = new DecodingSession(model, 16, 32)) {
            int slots = session.slots();
            int[] token = new int[slots];
            int[] position = new int[slots];
            int[] left = new int[slots];
            for (int slot = 0; slot < 3; slot++) {
                token[slot] = prompts.get(slot)[7];
                position[slot] = 7;
                left[slot] = 24;
            }
            session.prefill(
                    prompts.stream().map(row -> Arrays.copyOf(row, 7)).toList(), new int[] {0, 1, 2}, new int[] {0, 1, 2
                    });
            int[] forced = new int[slots * 24];
            Arrays.fill(forced, -1);
            Chunk chunk = session.decode(
                    24,
                    new ChunkStart(
                            token,
                            position,
                            left,
                            forced,
                            new float[slots * 24],
                            Collections.nCopies(slots, Optional.of(SamplingParams.greedy(24))),
                            new int[0]));

            return Arrays.copyOf(chunk.tokens(), 3 * 24);
        }
    }

    private static Policy load(String name, Device device) {
        return Policy.load(TinyModels.directory(name), device, Precision.FP32, Optional.empty(), 0);
    }
}
