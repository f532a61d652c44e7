package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.formats.huggingface.LoraAdapter;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.safetensors.TensorSpec;

class AdaptersTest {

    private static final AdamW SETTINGS = new AdamW(0.9, 0.99, 1e-8, 0.1);
    private static final int[] TOKENS = TinyModels.tokens(20, 31);

    @Test
    void atTheStartTheModelIsItsBaseBitForBit() {
        for (Precision precision : Precision.values()) {
            Path directory = TinyModels.directory(TinyModels.QWEN2_TIED);
            try (Policy policy = Policy.load(directory, Device.cpu(), precision, Optional.of(TinyModels.lora(4)), 1);
                    LanguageModel base = LanguageModel.load(directory, Device.cpu(), precision)) {
                TokenRows rows = TinyModels.rows(TinyModels.sequences(TinyModels.QWEN2_TIED));

                assertThat(policy.model().score(rows).logprobs())
                        .isEqualTo(base.score(rows).logprobs());
            }
        }
    }

    /** In rank 2 with alpha 3, {@code W = W0 + 1.5 B A}; after a first change of B, so that A has a gradient, too. */
    @ParameterizedTest
    @ValueSource(strings = {"qwen2-tied", "qwen3"})
    void gradientsOfBothFactorsAgreeWithFiniteDifferences(String name) {
        TokenRows rows = TinyModels.rows(List.of(TOKENS));
        float[] c = Gradients.c(19);
        float[] none = new float[0];
        try (Policy policy = moved(name)) {
            LanguageModel model = policy.model();
            NDList values = policy.parameters().values();
            Gradients.add(policy, rows, c, none, false);
            List<float[]> gradients = gradients(policy);

            for (int i = 0; i < values.size(); i += i % 14 == 13 ? 1 : 3) { // A and B by turns
                float[] start = values.get(i).toFloatArray();
                float[] gradient = gradients.get(i);
                double h = 0.01;
                double[] at = new double[2];
                for (int side = 0; side < 2; side++) {
                    float[] moved = start.clone();
                    for (int k = 0; k < moved.length; k++) {
                        moved[k] += (float) ((side == 0 ? h : -h) * Gradients.sign(k) / Math.sqrt(moved.length));
                    }
                    place(model, values.get(i), moved);
                    model.refresh();
                    at[side] = Gradients.scalar(model, rows, c, none);
                }
                place(model, values.get(i), start);
                assertThat((at[0] - at[1]) / (2 * h))
                        .as("%s of adapter %d", i % 2 == 0 ? "A" : "B", i / 2)
                        .isCloseTo(
                                Gradients.signed(gradient) / Math.sqrt(gradient.length),
                                within(5e-3 * Gradients.norm(gradient) / Math.sqrt(gradient.length) + 1e-3));
            }
        }
    }

    /** {@code dA = 1.5 B^T dW} and {@code dB = 1.5 dW A^T}, with the gradient dW of a model that has the sums as weights. */
    @ParameterizedTest
    @ValueSource(strings = {"qwen2-tied", "qwen3", "phi3", "glm4", "gemma3", "olmo2"})
    void gradientsOfBothFactorsFollowFromThoseOfTheSums(String name, @TempDir Path folder) {
        TokenRows rows = TinyModels.rows(List.of(TOKENS));
        float[] c = Gradients.c(19);
        float[] e = Gradients.e(19);
        for (boolean recompute : new boolean[] {false, true}) {
            Path merged = folder.resolve("merged-" + recompute);
            try (Policy policy = moved(name)) {
                Gradients.add(policy, rows, c, e, recompute);
                List<float[]> gradients = gradients(policy);
                policy.save(merged);
                try (Policy whole = Policy.load(merged, Device.cpu(), Precision.FP32, Optional.empty(), 0)) {
                    Map<String, float[]> all = Gradients.of(whole, rows, c, e, recompute);
                    List<TensorSpec> specs = LoraAdapter.open(
                                    merged.resolve("adapter"), policy.model().config())
                            .config()
                            .tensors(policy.model().config());
                    for (int i = 0; i < specs.size(); i += 2) {
                        String module = specs.get(i).name();
                        float[] dw = all.get(
                                module.substring("base_model.model.".length()).replace(".lora_A.weight", ".weight"));
                        float[] a = policy.parameters().values().get(i).toFloatArray();
                        float[] b = policy.parameters().values().get(i + 1).toFloatArray();
                        compare(module, gradients.get(i), down(dw, b));
                        compare(module + " up", gradients.get(i + 1), up(dw, a));
                    }
                }
            }
        }
    }

    private static void compare(String name, float[] found, float[] expected) {
        assertThat(Gradients.norm(expected)).as(name).isPositive();
        assertThat(Gradients.difference(found, expected)).as(name).isLessThan(1e-5 * Gradients.norm(expected));
    }

    private static float[] down(float[] dw, float[] b) {
        int outs = b.length / 2;
        int ins = dw.length / outs;
        float[] da = new float[2 * ins];
        for (int r = 0; r < 2; r++) {
            for (int in = 0; in < ins; in++) {
                double sum = 0;
                for (int out = 0; out < outs; out++) {
                    sum += (double) b[2 * out + r] * dw[out * ins + in];
                }
                da[r * ins + in] = (float) (1.5 * sum);
            }
        }
        return da;
    }

    private static float[] up(float[] dw, float[] a) {
        int ins = a.length / 2;
        int outs = dw.length / ins;
        float[] db = new float[2 * outs];
        for (int out = 0; out < outs; out++) {
            for (int r = 0; r < 2; r++) {
                double sum = 0;
                for (int in = 0; in < ins; in++) {
                    sum += (double) dw[out * ins + in] * a[r * ins + in];
                }
                db[2 * out + r] = (float) (1.5 * sum);
            }
        }
        return db;
    }

    /** A policy with adapters of rank 2 and alpha 3 on all projections, whose B is not 0. */
    private static Policy moved(String name) {
        Policy policy =
                load(name, Optional.of(new LoraSettings(2, 3, TinyModels.lora(2).targets())));
        NDList values = policy.parameters().values();
        for (int i = 1; i < values.size(); i += 2) {
            float[] numbers = values.get(i).toFloatArray();
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = 0.05f * Gradients.sign(k + i - 1);
            }
            place(policy.model(), values.get(i), numbers);
        }
        policy.model().refresh();
        return policy;
    }

    private static List<float[]> gradients(Policy policy) {
        try (NDManager scope = policy.model().scope()) {
            return ParameterVector.tensors(policy.takeGradients(scope)).stream()
                    .map(NDArray::toFloatArray)
                    .toList();
        }
    }

    private static void place(LanguageModel model, NDArray target, float[] numbers) {
        try (NDManager scope = model.scope()) {
            model.kernels().place(0, scope.create(numbers, target.getShape()), target);
        }
    }

    @Test
    void frozenWeightsHaveNoGradientsInMemory() {
        try (Policy policy = load(TinyModels.QWEN3, Optional.of(TinyModels.lora(2)))) {
            Gradients.add(policy, TinyModels.rows(List.of(TOKENS)), Gradients.c(19), Gradients.e(19), false);

            long held =
                    policy.completeGradients().stream().mapToLong(NDArray::size).sum();
            assertThat(held).isEqualTo(policy.trainableParameters());
        }
    }

    @Test
    void aFirstUpdateMovesBAgainstItsGradientAndLeavesA(@TempDir Path folder) {
        // B = 0: dA = s B^T dW = 0, dB = s dW A^T; the first step of Adam is the rate times the sign
        LoraSettings lora = new LoraSettings(2, 3, List.of("k_proj"));
        try (Policy policy = load(TinyModels.QWEN3, Optional.of(lora))) {
            policy.save(folder.resolve("before"));
            Gradients.add(policy, TinyModels.rows(List.of(TOKENS)), Gradients.c(19), new float[0], false);
            Map<String, float[]> gradients;
            try (Policy whole = load(TinyModels.QWEN3, Optional.empty())) { // its weights are the sums at B = 0
                gradients = Gradients.of(whole, TinyModels.rows(List.of(TOKENS)), Gradients.c(19), new float[0], false);
            }
            policy.clipGradients(0);
            policy.update(new AdamW(0.9, 0.99, 1e-12, 0), 1e-3);
            policy.save(folder.resolve("after"));

            ModelConfig config = policy.model().config();
            LoraAdapter before = LoraAdapter.open(folder.resolve("before/adapter"), config);
            LoraAdapter after = LoraAdapter.open(folder.resolve("after/adapter"), config);
            for (int layer = 0; layer < 2; layer++) {
                String module = "model.layers." + layer + ".self_attn.k_proj";
                float[] a = read(before, "base_model.model." + module + ".lora_A.weight", 2 * 64);
                assertThat(read(after, "base_model.model." + module + ".lora_A.weight", 2 * 64))
                        .isEqualTo(a);
                float[] b = read(after, "base_model.model." + module + ".lora_B.weight", 64 * 2);
                float[] dw = gradients.get(module + ".weight"); // [64, 64]
                for (int out = 0; out < 64; out++) {
                    for (int r = 0; r < 2; r++) {
                        double db = 0;
                        for (int in = 0; in < 64; in++) {
                            db += (double) dw[64 * out + in] * a[64 * r + in];
                        }
                        if (Math.abs(db) > 1e-4) { // below, rounding decides the sign
                            assertThat((double) b[2 * out + r])
                                    .as("B[%d, %d] of layer %d", out, r, layer)
                                    .isCloseTo(-1e-3 * Math.signum(db), within(1e-7));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "llama, q_proj",
        "qwen3, v_proj",
        "llama, up_proj",
        "qwen2-tied, gate_proj",
        "qwen3, o_proj",
        "phi3, qkv_proj",
        "glm4, gate_up_proj",
        "qwen2-moe, v_proj",
        "qwen3-moe, o_proj"
    })
    void onlyTheTargetChangesAndBySTimesBTimesA(String name, String target, @TempDir Path folder) {
        LoraSettings lora = new LoraSettings(2, 3, List.of(target));
        try (Policy policy = load(name, Optional.of(lora))) {
            for (int step = 0; step < 2; step++) {
                update(policy);
            }
            Path saved = folder.resolve("saved");
            policy.save(saved);

            ModelConfig config = ModelConfig.read(saved);
            ModelWeights base = ModelWeights.open(TinyModels.directory(name), config);
            ModelWeights merged = ModelWeights.open(saved, config);
            LoraAdapter adapter = LoraAdapter.open(saved.resolve("adapter"), config);
            int changed = 0;
            for (TensorSpec spec : config.tensors()) {
                float[] expected = read(base, spec);
                if (spec.name().endsWith(target + ".weight")) {
                    changed++;
                    float[] difference = product(adapter, spec);
                    for (int i = 0; i < expected.length; i++) {
                        expected[i] += 1.5f * difference[i];
                    }
                    assertThat(read(merged, spec)).as(spec.name()).isNotEqualTo(read(base, spec));
                    assertThat(read(merged, spec)).as(spec.name()).containsExactly(expected, within(1e-7f));
                } else {
                    assertThat(read(merged, spec)).as(spec.name()).isEqualTo(expected);
                }
            }
            assertThat(changed).isEqualTo(config.layers());
        }
    }

    /** B A, {@code [out, in]}. */
    private static float[] product(LoraAdapter adapter, TensorSpec spec) {
        int outs = (int) spec.shape()[0];
        int ins = (int) spec.shape()[1];
        String name = "base_model.model." + spec.name().substring(0, spec.name().length() - ".weight".length());
        float[] a = read(adapter, name + ".lora_A.weight", 2 * ins);
        float[] b = read(adapter, name + ".lora_B.weight", outs * 2);
        float[] product = new float[outs * ins];
        for (int i = 0; i < product.length; i++) {
            product[i] = b[2 * (i / ins)] * a[i % ins] + b[2 * (i / ins) + 1] * a[ins + i % ins];
        }
        return product;
    }

    @Test
    void aSavedAdapterRestoresBitForBit(@TempDir Path folder) {
        Optional<LoraSettings> lora = Optional.of(TinyModels.lora(4));
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path moments = folder.resolve("moments.safetensors");
        try (Policy policy = load(TinyModels.QWEN3, lora);
                Policy other =
                        Policy.load(TinyModels.directory(TinyModels.QWEN3), Device.cpu(), Precision.FP32, lora, 99)) {
            update(policy);
            policy.save(first);
            policy.saveOptimizer(moments);
            other.restore(first, moments, 1);
            other.save(second);
        }

        assertThat(second.resolve("adapter/adapter_model.safetensors"))
                .hasSameBinaryContentAs(first.resolve("adapter/adapter_model.safetensors"));
        assertThat(second.resolve("model.safetensors")).hasSameBinaryContentAs(first.resolve("model.safetensors"));
    }

    @Test
    void anotherSeedStartsOtherAdapters(@TempDir Path folder) throws IOException {
        Optional<LoraSettings> lora = Optional.of(TinyModels.lora(2));
        for (long seed = 1; seed <= 2; seed++) {
            try (Policy policy =
                    Policy.load(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32, lora, seed)) {
                policy.save(folder.resolve("seed" + seed));
            }
        }
        assertThat(Files.mismatch(
                        folder.resolve("seed1/adapter/adapter_model.safetensors"),
                        folder.resolve("seed2/adapter/adapter_model.safetensors")))
                .isNotNegative();
    }

    private static void update(Policy policy) {
        Gradients.add(policy, TinyModels.rows(List.of(TOKENS)), Gradients.c(19), Gradients.e(19), false);
        policy.clipGradients(1);
        policy.update(SETTINGS, 1e-2);
    }

    private static float[] read(ModelWeights weights, TensorSpec spec) {
        float[] numbers = new float[(int) spec.elements()];
        weights.readAsFloat32(spec.name()).asFloatBuffer().get(numbers);
        return numbers;
    }

    private static float[] read(LoraAdapter adapter, String name, int count) {
        float[] numbers = new float[count];
        adapter.readAsFloat32(name).asFloatBuffer().get(numbers);
        return numbers;
    }

    private static Policy load(String name, Optional<LoraSettings> lora) {
        return Policy.load(TinyModels.directory(name), Device.cpu(), Precision.FP32, lora, 1);
    }
}
