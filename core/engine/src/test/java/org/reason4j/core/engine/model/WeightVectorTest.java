package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.core.formats.safetensors.TensorSpec;

class WeightVectorTest {

    private static final TokenRows ROWS = TinyModels.rows(List.of(TinyModels.tokens(20, 21)));

    private Policy policy;
    private NDManager owner;

    @BeforeEach
    void load() {
        policy = load(Optional.empty());
        owner = policy.model().scope();
    }

    @AfterEach
    void close() {
        owner.close();
        policy.close();
    }

    private static Policy load(Optional<LoraSettings> lora) {
        return Policy.load(TinyModels.directory(TinyModels.QWEN2_TIED), Device.cpu(), Precision.FP32, lora, 0);
    }

    private WeightVector gradient() {
        Gradients.add(policy, ROWS, Gradients.c(19), new float[0], false);
        return policy.takeGradients(owner);
    }

    @Test
    void aTakenGradientIsTheGradientAndLeavesNoneBehind() {
        Gradients.add(policy, ROWS, Gradients.c(19), new float[0], false);
        double norm = policy.clipGradients(0);
        WeightVector gradient = policy.takeGradients(owner);

        assertThat(Math.sqrt(gradient.dot(gradient))).isCloseTo(norm, within(1e-5 * norm));
        assertThat(policy.clipGradients(0)).isZero();
    }

    @Test
    void inFp32TheGradientOfABf16PolicyAndItsMovesAreThoseOfAnFp32One() {
        try (Policy rounded = Policy.load(
                        TinyModels.directory(TinyModels.QWEN2_TIED),
                        Device.cpu(),
                        Precision.BF16,
                        Optional.empty(),
                        0);
                NDManager other = rounded.model().scope()) {
            WeightVector gradient = gradient();
            policy.move(gradient, -0.01);
            WeightVector same = rounded.model().inFp32(() -> {
                Gradients.add(rounded, ROWS, Gradients.c(19), new float[0], false);
                WeightVector found = rounded.takeGradients(other);
                rounded.move(found, -0.01);
                assertThat(rounded.output(ROWS)).isEqualTo(policy.output(ROWS));
                return found;
            });

            assertThat(same.dot(same)).isEqualTo(gradient.dot(gradient));
            assertThat(rounded.output(ROWS)).isNotEqualTo(policy.output(ROWS)); // in bf16 again, with the moved weights
            assertThat(rounded.output(ROWS)).containsExactly(policy.output(ROWS), within(0.05f));
        }
    }

    @Test
    void theInnerProductIsThatOfAllNumbersInDoublePrecision() {
        Gradients.add(policy, ROWS, Gradients.c(19), new float[0], false);
        Map<String, float[]> gradients = Gradients.all(policy);
        double expected = 0;
        for (TensorSpec spec : policy.model().config().tensors()) {
            float[] weight = Gradients.weight(policy.model(), spec);
            float[] gradient = gradients.get(spec.name());
            for (int i = 0; i < weight.length; i++) {
                expected += (double) weight[i] * gradient[i];
            }
        }
        WeightVector gradient = policy.takeGradients(owner);

        assertThat(policy.parameters(owner).dot(gradient)).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
    }

    @Test
    void combiningIsLinear() {
        WeightVector g = gradient();
        WeightVector w = policy.parameters(owner);
        double gg = g.dot(g);
        double gw = g.dot(w);
        WeightVector sum = w.copy().combine(0.5, -2, g); // w / 2 - 2 g

        assertThat(sum.dot(g)).isCloseTo(gw / 2 - 2 * gg, within(1e-5 * gg));
        assertThat(g.copy().combine(1, 0, w).dot(g)).isEqualTo(gg);
    }

    @Test
    void aVectorCanBeCombinedWithItself() {
        WeightVector g = gradient();
        double gg = g.dot(g);
        WeightVector multiple = g.copy();
        assertThat(multiple.combine(2, 1, multiple).dot(g)).isCloseTo(3 * gg, within(1e-6 * gg)); // 2 g + g
    }

    @Test
    void aCopyIsAVectorOfItsOwn() {
        WeightVector g = gradient();
        double gg = g.dot(g);
        try (WeightVector copy = g.copy()) {
            copy.combine(0, 0, g);
        }
        assertThat(g.dot(g)).isEqualTo(gg);
    }

    @Test
    void movesAddUpAndReachThePassesButAreNoUpdates() {
        TensorSpec norm = policy.model().config().tensors().stream()
                .filter(spec -> spec.name().equals("model.norm.weight"))
                .findFirst()
                .orElseThrow();
        float[] before = Gradients.weight(policy.model(), norm);
        float[] scores = policy.model().score(ROWS).logprobs();
        Gradients.add(policy, ROWS, Gradients.c(19), new float[0], false);
        float[] slope = policy.gradient(norm);
        WeightVector gradient = policy.takeGradients(owner);
        policy.move(gradient, -0.01);
        policy.move(gradient, -0.02);

        float[] after = Gradients.weight(policy.model(), norm);
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(before[i] - 0.03f * slope[i], within(1e-5f));
        }
        assertThat(policy.model().score(ROWS).logprobs()).isNotEqualTo(scores);
        assertThat(policy.updates()).isZero();
        assertThat(policy.model().version()).isZero();
        policy.countUpdate();
        assertThat(policy.updates()).isEqualTo(1);
        assertThat(policy.model().version()).isEqualTo(1);
    }

    @Test
    void comingBackIsExact() {
        float[] scores = policy.model().score(ROWS).logprobs();
        WeightVector start = policy.parameters(owner);
        policy.move(gradient(), 0.5);
        policy.moveTo(start);

        assertThat(policy.model().score(ROWS).logprobs()).isEqualTo(scores);
    }

    @Test
    void withAdaptersTheirMatricesMoveAndTheWeightsFollow() {
        try (Policy adapted = load(Optional.of(TinyModels.lora(4)));
                NDManager scope = adapted.model().scope()) {
            float[] scores = adapted.model().score(ROWS).logprobs();
            Gradients.add(adapted, ROWS, Gradients.c(19), new float[0], false);
            WeightVector gradient = adapted.takeGradients(scope);
            WeightVector start = adapted.parameters(scope);
            double slope = gradient.dot(gradient);
            double h = 1e-3 / Math.sqrt(slope);
            adapted.move(gradient, h);
            double above = Gradients.scalar(adapted.model(), ROWS, Gradients.c(19), new float[0]);
            adapted.move(gradient, -2 * h);
            double below = Gradients.scalar(adapted.model(), ROWS, Gradients.c(19), new float[0]);
            assertThat((above - below) / (2 * h)).isCloseTo(slope, within(0.02 * slope));

            adapted.moveTo(start);
            assertThat(adapted.model().score(ROWS).logprobs()).isEqualTo(scores);
            for (NDArray value : adapted.parameters().values()) {
                assertThat(value.getShape().dimension()).isEqualTo(2); // A and B alone
            }
        }
    }
}
