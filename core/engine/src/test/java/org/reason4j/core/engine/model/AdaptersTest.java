package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        LoraSettings lora = new LoraSettings(2, 3, TinyModels.lora(2).targets());
        TokenRows rows = TinyModels.rows(List.of(TOKENS));
        float[] c = Gradients.c(19);
        float[] none = new float[0];
        try (Policy policy = load(name, Optional.empty());
                NDManager scope = policy.model().scope()) {
            LanguageModel model = policy.model();
            Adapters adapters = new Adapters(model, lora, 5);
            List<NDArray> values = new ArrayList<>();
            List<NDArray> gradients = new ArrayList<>();
            adapters.forEach((value, gradient) -> {
                values.add(value);
                gradients.add(gradient);
            });
            for (int pair = 0; pair < values.size(); pair += 2) {
                NDArray up = values.get(pair + 1);
                float[] numbers = up.toFloatArray();
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = 0.05f * Gradients.sign(i + pair);
                }
                place(model, up, numbers);
            }
            adapters.merge();
            model.refresh();
            Map<String, float[]> all = Gradients.of(policy, rows, c, none, false);
            adapters.projectGradients(inWeightOrder(model, scope, all));

            for (int i = 0; i < values.size(); i += i % 14 == 13 ? 1 : 3) { // A and B by turns
                float[] start = values.get(i).toFloatArray();
                float[] gradient = gradients.get(i).toFloatArray();
                double h = 0.01;
                double[] at = new double[2];
                for (int side = 0; side < 2; side++) {
                    float[] moved = start.clone();
                    for (int k = 0; k < moved.length; k++) {
                        moved[k] += (float) ((side == 0 ? h : -h) * Gradients.sign(k) / Math.sqrt(moved.length));
                    }
                    place(model, values.get(i), moved);
                    adapters.merge();
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

    private static void place(LanguageModel model, NDArray target, float[] numbers) {
        try (NDManager scope = model.scope()) {
            model.kernels().place(0, scope.create(numbers, target.getShape()), target);
        }
    }

    private static NDList inWeightOrder(LanguageModel model, NDManager scope, Map<String, float[]> gradients) {
        NDList list = new NDList();
        for (long[] shape : model.layout().shapes()) {
            list.add(scope.zeros(new Shape(shape)));
        }
        for (TensorSpec spec : model.config().tensors()) {
            WeightLayout.Place place = model.layout().place(spec.name());
            NDArray rows = scope.create(gradients.get(spec.name()), new Shape(spec.shape()));
            model.kernels().place(Math.toIntExact(place.firstRow()), rows, list.get(place.index()));
        }
        return list;
    }

    @Test
    void aFirstUpdateMovesBAgainstItsGradientAndLeavesA(@TempDir Path folder) {
        // B = 0: dA = s B^T dW = 0, dB = s dW A^T; the first step of Adam is the rate times the sign
        LoraSettings lora = new LoraSettings(2, 3, List.of("k_proj"));
        try (Policy policy = load(TinyModels.QWEN3, Optional.of(lora))) {
            policy.save(folder.resolve("before"));
            Gradients.add(policy, TinyModels.rows(List.of(TOKENS)), Gradients.c(19), new float[0], false);
            Map<String, float[]> gradients = Gradients.all(policy);
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
        "glm4, gate_up_proj"
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
