package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 16 rows of 40 tokens go through a pass in two parts where there are two threads; 8 of them are too few for that. */
class PassPartTest {

    private static final int HALF = 8;
    private static final int LENGTH = 40;
    private static final int SCORED = HALF * (LENGTH - 1); // by half of the rows

    private static List<int[]> half(long seed) {
        return IntStream.range(0, HALF)
                .mapToObj(row -> TinyModels.tokens(LENGTH, seed + row))
                .toList();
    }

    private static TokenRows both() {
        List<int[]> rows = new ArrayList<>(half(1));
        rows.addAll(half(100));
        return TinyModels.rows(rows);
    }

    @Test
    void consecutiveRowsOfAboutAsManyTokensAreAPart() {
        assertThat(both().split(2)).extracting(TokenRows::scored).containsExactly(SCORED, SCORED);
        // of 660 tokens, 0, 20, 320 and 340 come before the rows: the last is the first beyond a half
        TokenRows unequal = TinyModels.rows(List.of(new int[20], new int[300], new int[20], new int[320]));
        assertThat(unequal.split(2)).extracting(TokenRows::scored).containsExactly(19 + 299 + 19, 319);
    }

    @Test
    void partsHaveAtLeast256Tokens() {
        assertThat(both().split(64)).hasSize(2); // 640 / 256
        TokenRows few = TinyModels.rows(half(1));
        assertThat(few.split(2)).containsExactly(few);
        TokenRows one = TinyModels.rows(List.of(new int[2000]));
        assertThat(one.split(2)).extracting(TokenRows::scored).containsExactly(1999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void scoresAndGradientsAreThoseOfThePartsAlone(String name) {
        TokenRows first = TinyModels.rows(half(1));
        TokenRows second = TinyModels.rows(half(100));
        float[] c = Gradients.c(2 * SCORED);
        float[] e = Gradients.e(2 * SCORED);
        try (Policy policy = load(name)) {
            RowScores together = policy.model().score(both().at(0.7));
            RowScores alone = policy.model().score(second.at(0.7));
            assertThat(Arrays.copyOfRange(together.logprobs(), SCORED, 2 * SCORED))
                    .containsExactly(alone.logprobs(), within(2e-6f));
            assertThat(Arrays.copyOfRange(together.entropies(), SCORED, 2 * SCORED))
                    .containsExactly(alone.entropies(), within(2e-6f));

            Gradients.add(policy, first, Arrays.copyOf(c, SCORED), Arrays.copyOf(e, SCORED), false);
            Gradients.add(
                    policy,
                    second,
                    Arrays.copyOfRange(c, SCORED, 2 * SCORED),
                    Arrays.copyOfRange(e, SCORED, 2 * SCORED),
                    false);
            Map<String, float[]> apart = Gradients.all(policy);
            assertClose(Gradients.of(policy, both(), c, e, false), apart);
            assertClose(Gradients.of(policy, both(), c, e, true), apart); // nothing is left of the pass before
        }
    }

    @Test
    void aPassKeepsTheOrderOfItsRows() {
        try (Policy policy = load(TinyModels.QWEN3);
                NDManager scope = policy.model().scope()) {
            Policy.Pass pass = policy.forward(scope, both().at(0.7), false);

            RowScores scores = policy.model().score(both().at(0.7));
            assertThat(pass.logprobs()).isEqualTo(scores.logprobs());
            assertThat(pass.entropies()).isEqualTo(scores.entropies());
        }
    }

    @Test
    void aPartWithoutScoredTokensAddsNothing() {
        TokenRows rows = new TokenRows();
        half(1).forEach(row -> rows.add(row, new boolean[LENGTH]));
        boolean[] scored = new boolean[LENGTH];
        Arrays.fill(scored, 1, LENGTH, true);
        half(100).forEach(row -> rows.add(row, scored));
        TokenRows second = TinyModels.rows(half(100));
        float[] c = Gradients.c(SCORED);
        float[] e = Gradients.e(SCORED);
        try (Policy policy = load(TinyModels.LLAMA)) {
            assertThat(policy.model().score(rows).logprobs())
                    .containsExactly(policy.model().score(second).logprobs(), within(2e-6f));
            Map<String, float[]> alone = Gradients.of(policy, second, c, e, false);
            assertClose(Gradients.of(policy, rows, c, e, false), alone);
        }
    }

    @Test
    void aCriticsGradientsAreThoseOfThePartsAlone() {
        try (ScalarModel model =
                ScalarModel.loadValues(TinyModels.directory(TinyModels.QWEN2_TIED), Device.cpu(), Precision.FP32)) {
            TokenRows first = TinyModels.rows(half(1));
            TokenRows second = TinyModels.rows(half(100));
            float[] c = Gradients.c(2 * SCORED);
            try (NDManager scope = model.model().scope()) {
                model.model()
                        .kernels()
                        .place(
                                0,
                                scope.create(Gradients.c(64), new Shape(1, 64)),
                                model.head().get(0));
                model.pass(scope, first, false).backward().accept(scope.create(Arrays.copyOf(c, SCORED)));
                model.pass(scope, second, false)
                        .backward()
                        .accept(scope.create(Arrays.copyOfRange(c, SCORED, 2 * SCORED)));
                List<float[]> apart = gradients(model);
                model.clearGradients();
                OutputPass pass = model.pass(scope, both(), false);
                pass.backward().accept(scope.create(c));
                List<float[]> together = gradients(model);

                assertThat(pass.output()).isEqualTo(model.output(both())).hasSize(2 * SCORED);
                for (int i = 0; i < apart.size(); i++) {
                    assertThat(Gradients.difference(together.get(i), apart.get(i)))
                            .as("gradient %d", i)
                            .isLessThanOrEqualTo(1e-5 * Gradients.norm(apart.get(i)));
                }
            }
        }
    }

    private static List<float[]> gradients(ScalarModel model) {
        List<float[]> all = new ArrayList<>();
        model.completeGradients().forEach(gradient -> all.add(gradient.toFloatArray()));
        return all;
    }

    private static void assertClose(Map<String, float[]> found, Map<String, float[]> expected) {
        expected.forEach((tensor, gradient) -> assertThat(Gradients.difference(found.get(tensor), gradient))
                .as("difference of the gradients of %s", tensor)
                .isLessThan(1e-5 * Gradients.norm(gradient)));
    }

    private static Policy load(String name) {
        return Policy.load(TinyModels.directory(name), Device.cpu(), Precision.FP32, Optional.empty(), 0);
    }
}
