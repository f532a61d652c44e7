package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.safetensors.TensorSpec;

class PolicyGradientTest {

    private static final Map<String, Policy> POLICIES = new HashMap<>();

    /**
     * The gradient of every tensor as PyTorch computes it with transformers 5.17 in fp32, of the scalar with temperature
     * 0.7 over all three sequences: its norm, and its dot product with {@link Gradients#signed}.
     */
    private static final String QWEN2_TIED = """
            model.embed_tokens.weight 151.112 38.8144
            model.layers.0.self_attn.q_proj.weight 28.81 12.3229
            model.layers.0.self_attn.q_proj.bias 4.2389 2.02411
            model.layers.0.self_attn.k_proj.weight 26.8768 -5.42659
            model.layers.0.self_attn.k_proj.bias 2.01985 -3.69108
            model.layers.0.self_attn.v_proj.weight 89.0631 -95.1038
            model.layers.0.self_attn.v_proj.bias 34.6828 -3.80251
            model.layers.0.self_attn.o_proj.weight 108.841 -106.593
            model.layers.0.mlp.gate_proj.weight 77.1744 146.427
            model.layers.0.mlp.up_proj.weight 66.1597 24.0627
            model.layers.0.mlp.down_proj.weight 70.968 -50.011
            model.layers.0.input_layernorm.weight 8.23056 -5.09217
            model.layers.0.post_attention_layernorm.weight 7.09115 -7.26431
            model.layers.1.self_attn.q_proj.weight 8.21604 5.32321
            model.layers.1.self_attn.q_proj.bias 0.938818 -0.863054
            model.layers.1.self_attn.k_proj.weight 8.29933 7.67621
            model.layers.1.self_attn.k_proj.bias 0.613862 -0.783545
            model.layers.1.self_attn.v_proj.weight 72.7926 -22.2542
            model.layers.1.self_attn.v_proj.bias 11.8791 -12.8358
            model.layers.1.self_attn.o_proj.weight 75.2046 31.9291
            model.layers.1.mlp.gate_proj.weight 42.752 -52.9657
            model.layers.1.mlp.up_proj.weight 40.1072 -22.7261
            model.layers.1.mlp.down_proj.weight 42.9608 -25.4984
            model.layers.1.input_layernorm.weight 6.28546 -1.00652
            model.layers.1.post_attention_layernorm.weight 4.06115 -3.46135
            model.norm.weight 7.85501 4.04965
            """;

    private static final String QWEN3 = """
            model.embed_tokens.weight 198.213 -55.1222
            model.layers.0.self_attn.q_proj.weight 94.4345 56.4485
            model.layers.0.self_attn.k_proj.weight 94.7889 55.5548
            model.layers.0.self_attn.v_proj.weight 136.01 -69.0817
            model.layers.0.self_attn.o_proj.weight 135.99 -41.7844
            model.layers.0.self_attn.q_norm.weight 7.60072 -2.52412
            model.layers.0.self_attn.k_norm.weight 8.60337 0.173663
            model.layers.0.mlp.gate_proj.weight 72.2439 147.074
            model.layers.0.mlp.up_proj.weight 64.9727 87.2948
            model.layers.0.mlp.down_proj.weight 72.0598 39.0097
            model.layers.0.input_layernorm.weight 12.473 14.4369
            model.layers.0.post_attention_layernorm.weight 6.55734 4.77551
            model.layers.1.self_attn.q_proj.weight 32.1108 -48.1359
            model.layers.1.self_attn.k_proj.weight 31.5537 11.7572
            model.layers.1.self_attn.v_proj.weight 81.5667 -15.5945
            model.layers.1.self_attn.o_proj.weight 78.7962 -74.5281
            model.layers.1.self_attn.q_norm.weight 2.99315 4.08211
            model.layers.1.self_attn.k_norm.weight 2.73468 2.39382
            model.layers.1.mlp.gate_proj.weight 42.5607 23.3193
            model.layers.1.mlp.up_proj.weight 42.0621 24.4369
            model.layers.1.mlp.down_proj.weight 40.3661 -67.5339
            model.layers.1.input_layernorm.weight 6.61943 -0.300789
            model.layers.1.post_attention_layernorm.weight 4.76785 -7.68129
            model.norm.weight 10.2725 -5.80265
            lm_head.weight 95.563 -13.3407
            """;

    @Test
    void gradientsOfATiedModelWithBiasesAreThoseOfPyTorch() {
        compareWithPyTorch(TinyModels.QWEN2_TIED, QWEN2_TIED);
    }

    @Test
    void gradientsOfAModelWithNormsOnQueriesAndKeysAreThoseOfPyTorch() {
        compareWithPyTorch(TinyModels.QWEN3, QWEN3);
    }

    private static void compareWithPyTorch(String name, String expected) {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
        float[] c = Gradients.c(rows.scored());
        float[] e = Gradients.e(rows.scored());
        Policy policy = policy(name);
        Map<String, float[]> gradients = Gradients.of(policy, rows, c, e, false);

        List<String> lines = expected.lines().toList();
        assertThat(lines).hasSameSizeAs(gradients.keySet());
        for (String line : lines) {
            String[] fields = line.split(" ", -1);
            float[] gradient = gradients.get(fields[0]);
            double norm = Double.parseDouble(fields[1]);
            assertThat(Gradients.norm(gradient))
                    .as("norm of the gradient of %s", fields[0])
                    .isCloseTo(norm, within(1e-4 * norm));
            assertThat(Gradients.signed(gradient))
                    .as("signed sum of the gradient of %s", fields[0])
                    .isCloseTo(Double.parseDouble(fields[2]), within(2e-4 * norm));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void gradientsOfLogprobsAgreeWithFiniteDifferences(String name) {
        Policy policy = policy(name);
        compareWithDifferences(policy, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void gradientsOfEntropiesAgreeWithFiniteDifferences(String name) {
        Policy policy = policy(name);
        compareWithDifferences(policy, 0, 1);
    }

    @Test
    void withoutGroupedHeadsAndWithABiasOnTheOutputOfAttentionTheyAgree(@TempDir Path folder) {
        Path directory = TinyModels.everyHeadItsOwnKeys(folder.resolve("model"));
        try (Policy policy = Policy.load(directory, Device.cpu(), Precision.FP32, Optional.empty(), 0)) {
            assertThat(policy.model().config().architecture().layout().has(LayerWeight.OUT_BIAS))
                    .isTrue();
            compareWithDifferences(policy, 1, 1);
        }
    }

    /**
     * Every tensor, in a direction of length 1.4 that changes its largest entry most and every other entry by as much. The
     * scalar is a sum of 17 fp32 numbers near 4.6, with an error of about 3e-6; a derivative over 0.008 has one of 4e-4.
     */
    private static void compareWithDifferences(Policy policy, float ofLogprobs, float ofEntropies) {
        TokenRows rows = new TokenRows();
        add(rows, TinyModels.tokens(14, 1), 5);
        add(rows, TinyModels.tokens(9, 2), 1);
        float[] c = scaled(Gradients.c(rows.scored()), ofLogprobs);
        float[] e = ofEntropies == 0 ? new float[0] : scaled(Gradients.e(rows.scored()), ofEntropies);
        Map<String, float[]> gradients = Gradients.of(policy, rows, c, e, false);
        for (TensorSpec spec : policy.model().config().tensors()) {
            float[] gradient = gradients.get(spec.name());
            int largest = 0;
            for (int i = 0; i < gradient.length; i++) {
                largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
            }
            float[] direction = new float[gradient.length];
            double expected = 0;
            for (int i = 0; i < direction.length; i++) {
                direction[i] = (float) (Gradients.sign(i) / Math.sqrt(direction.length)) + (i == largest ? 1 : 0);
                expected += (double) direction[i] * gradient[i];
            }
            assertThat(derivative(policy.model(), spec, direction, rows, c, e))
                    .as("derivative of %s, largest at %d", spec.name(), largest)
                    .isCloseTo(expected, within(5e-3 * Math.abs(gradient[largest]) + 1.5e-3));
        }
        policy.model().refresh();
    }

    private static void add(TokenRows rows, int[] tokens, int firstScored) {
        boolean[] scored = new boolean[tokens.length];
        Arrays.fill(scored, firstScored, scored.length, true);
        rows.add(tokens, scored);
    }

    private static float[] scaled(float[] numbers, float factor) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= factor;
        }
        return numbers;
    }

    private static double derivative(
            LanguageModel model, TensorSpec spec, float[] direction, TokenRows rows, float[] c, float[] e) {
        double h = 0.004;
        float[] weight = Gradients.weight(model, spec);
        double above = scalarAt(model, spec, weight, direction, h, rows, c, e);
        double below = scalarAt(model, spec, weight, direction, -h, rows, c, e);
        Gradients.place(model, spec, weight);
        return (above - below) / (2 * h);
    }

    private static double scalarAt(
            LanguageModel model,
            TensorSpec spec,
            float[] weight,
            float[] direction,
            double step,
            TokenRows rows,
            float[] c,
            float[] e) {
        float[] moved = weight.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        Gradients.place(model, spec, moved);
        model.refresh();
        return Gradients.scalar(model, rows, c, e);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void recomputedActivationsGiveTheSameGradientsBitForBit(String name) {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
        float[] c = Gradients.c(rows.scored());
        float[] e = Gradients.e(rows.scored());
        Policy policy = policy(name);
        Map<String, float[]> kept = Gradients.of(policy, rows, c, e, false);
        Map<String, float[]> recomputed = Gradients.of(policy, rows, c, e, true);

        kept.forEach((tensor, gradient) ->
                assertThat(recomputed.get(tensor)).as(tensor).isEqualTo(gradient));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void fusedAttentionGivesTheGradientsOfPlainAttention(String name) {
        TokenRows plain = new TokenRows();
        add(plain, TinyModels.tokens(200, 3), 1);
        TokenRows fused = new TokenRows(); // the row beside it makes the pass long, and is not scored
        add(fused, TinyModels.tokens(200, 3), 1);
        add(fused, TinyModels.tokens(520, 4), 520);
        float[] c = Gradients.c(plain.scored());
        float[] e = Gradients.e(plain.scored());
        Policy policy = policy(name);
        assertThat(plain.layout().fused()).isFalse();
        assertThat(fused.layout().fused()).isTrue();
        assertThat(policy.model().score(fused).logprobs())
                .containsExactly(policy.model().score(plain).logprobs(), within(1e-5f));
        assertClose(Gradients.of(policy, fused, c, e, false), Gradients.of(policy, plain, c, e, false), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void aLongerNeighbourChangesNoScoreAndAddsItsGradient(String name) {
        TokenRows both = TinyModels.rows(List.of(TinyModels.tokens(12, 5), TinyModels.tokens(45, 6)));
        TokenRows first = TinyModels.rows(List.of(TinyModels.tokens(12, 5)));
        TokenRows second = TinyModels.rows(List.of(TinyModels.tokens(45, 6)));
        float[] c = Gradients.c(both.scored());
        float[] e = Gradients.e(both.scored());
        Policy policy = policy(name);
        RowScores beside = policy.model().score(both.at(0.7));
        RowScores alone = policy.model().score(first.at(0.7));
        assertThat(Arrays.copyOf(beside.logprobs(), 11)).containsExactly(alone.logprobs(), within(2e-6f));
        assertThat(Arrays.copyOf(beside.entropies(), 11)).containsExactly(alone.entropies(), within(2e-6f));

        Map<String, float[]> together = Gradients.of(policy, both, c, e, false);
        policy.clearGradients();
        Gradients.add(policy, first, Arrays.copyOf(c, 11), Arrays.copyOf(e, 11), false);
        Gradients.add(policy, second, Arrays.copyOfRange(c, 11, 55), Arrays.copyOfRange(e, 11, 55), true);
        assertClose(together, Gradients.all(policy), 1e-5);
    }

    @Test
    void withoutEntropiesTheirGradientCountsAsZero() {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(TinyModels.QWEN3));
        float[] c = Gradients.c(rows.scored());
        Policy policy = policy(TinyModels.QWEN3);
        assertClose(
                Gradients.of(policy, rows, c, new float[0], false),
                Gradients.of(policy, rows, c, new float[rows.scored()], false),
                1e-6);
    }

    @Test
    void theGradientOfATokenThatIsNotScoredReachesOnlyWhatComesBeforeIt() {
        TokenRows rows = new TokenRows();
        boolean[] scored = new boolean[10];
        scored[4] = true;
        rows.add(new int[] {11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, scored);
        Policy policy = policy(TinyModels.LLAMA);
        Map<String, float[]> gradients = Gradients.of(policy, rows, new float[] {1}, new float[] {1}, false);

        float[] embedding = gradients.get("model.embed_tokens.weight"); // [100, 64]
        for (int token = 0; token < 100; token++) {
            float[] row = Arrays.copyOfRange(embedding, 64 * token, 64 * token + 64);
            assertThat(Gradients.norm(row) > 0).as("token %d", token).isEqualTo(token >= 11 && token <= 14);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void inBf16LogprobsAreNearbyAndGradientsPointTheSameWay(String name) {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
        float[] c = Gradients.c(rows.scored());
        float[] e = Gradients.e(rows.scored());
        Policy exact = policy(name);
        try (Policy rounded =
                Policy.load(TinyModels.directory(name), Device.cpu(), Precision.BF16, Optional.empty(), 0)) {
            assertThat(rounded.model().score(rows).logprobs())
                    .containsExactly(exact.model().score(rows).logprobs(), within(0.05f));
            Map<String, float[]> expected = Gradients.of(exact, rows, c, e, false);
            Map<String, float[]> found = Gradients.of(rounded, rows, c, e, false);
            expected.forEach((tensor, gradient) -> assertThat(cosine(gradient, found.get(tensor)))
                    .as("cosine of the gradients of %s", tensor)
                    .isGreaterThan(0.99));
        }
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return product / (Gradients.norm(a) * Gradients.norm(b));
    }

    @Test
    void clippingScalesEveryGradientByOneNumber() {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(TinyModels.QWEN2_TIED));
        Policy policy = policy(TinyModels.QWEN2_TIED);
        Map<String, float[]> before = Gradients.of(policy, rows, Gradients.c(rows.scored()), new float[0], false);
        double sum = 0;
        for (float[] gradient : before.values()) {
            sum += Math.pow(Gradients.norm(gradient), 2);
        }
        double norm = Math.sqrt(sum); // the tied head's gradient is in the embedding's, once

        assertThat(policy.clipGradients(0)).isCloseTo(norm, within(1e-5 * norm));
        assertSame(policy, before, 1);
        assertThat(policy.clipGradients(2 * norm)).isCloseTo(norm, within(1e-5 * norm));
        assertSame(policy, before, 1);
        assertThat(policy.clipGradients(0.5)).isCloseTo(norm, within(1e-5 * norm));
        assertSame(policy, before, 0.5 / norm);
        assertThat(policy.clipGradients(0)).isCloseTo(0.5, within(1e-5));
    }

    private static void assertSame(Policy policy, Map<String, float[]> before, double factor) {
        Gradients.all(policy).forEach((tensor, gradient) -> {
            float[] expected = before.get(tensor).clone();
            for (int i = 0; i < expected.length; i++) {
                expected[i] *= (float) factor;
                assertThat(gradient[i]).as(tensor).isCloseTo(expected[i], within(4e-6f * Math.abs(expected[i])));
            }
        });
    }

    @Test
    void aGradientThatIsNotFiniteShowsInTheNorm() {
        TokenRows rows = TinyModels.rows(List.of(TinyModels.tokens(6, 8)));
        Policy policy = policy(TinyModels.LLAMA);
        try (NDManager scope = policy.model().scope()) {
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                policy.clearGradients();
                NDArray dlogprobs = scope.create(new float[] {0, bad, 0, 0, 1});
                policy.backward(policy.forward(scope, rows, false), dlogprobs, scope.create(new float[0]));

                assertThat(policy.clipGradients(1)).isNotFinite();
                policy.clearGradients();
                assertThat(policy.clipGradients(1)).isZero();
            }
        }
    }

    private static void assertClose(Map<String, float[]> found, Map<String, float[]> expected, double tolerance) {
        expected.forEach((tensor, gradient) -> assertThat(Gradients.difference(found.get(tensor), gradient))
                .as("difference of the gradients of %s", tensor)
                .isLessThan(tolerance * Gradients.norm(gradient)));
    }

    /** One of three policies that all tests share, as none of them changes it. */
    private static Policy policy(String name) {
        return POLICIES.computeIfAbsent(
                name, key -> Policy.load(TinyModels.directory(key), Device.cpu(), Precision.FP32, Optional.empty(), 0));
    }

    @AfterAll
    static void close() {
        POLICIES.values().forEach(Policy::close);
        POLICIES.clear();
    }
}
