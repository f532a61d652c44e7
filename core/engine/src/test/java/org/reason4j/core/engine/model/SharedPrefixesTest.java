package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.optimizer.WeightVector;

/** Rows that share a prefix in one pass, beside the same rows one by one. */
class SharedPrefixesTest {

    private static final int[] PROMPT = TinyModels.tokens(40, 11);
    private static final int[] OTHER = TinyModels.tokens(33, 12);

    /** Responses of different lengths to two prompts, two of which share a trunk that is scored, and one to another prompt. */
    private static List<int[]> rows() {
        int[] trunk = join(PROMPT, TinyModels.tokens(5, 13));
        return List.of(
                join(PROMPT, TinyModels.tokens(4, 1)),
                join(trunk, TinyModels.tokens(7, 2)),
                join(trunk, TinyModels.tokens(1, 3)),
                join(PROMPT, TinyModels.tokens(6, 4)),
                join(OTHER, TinyModels.tokens(3, 5)),
                join(OTHER, TinyModels.tokens(8, 6)),
                TinyModels.tokens(21, 7));
    }

    private static int[] join(int[] one, int[] other) {
        return IntStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
    }

    private static boolean[] scored(int[] tokens) {
        boolean[] scored = new boolean[tokens.length];
        for (int t = 0; t < tokens.length; t++) {
            scored[t] = t >= Math.min(tokens.length - 1, OTHER.length) && (tokens.length - t) % 4 != 3;
        }
        return scored;
    }

    private static TokenRows rowsOf(List<int[]> sequences) {
        TokenRows rows = new TokenRows();
        for (int i = 0; i < sequences.size(); i++) {
            rows.add(sequences.get(i), scored(sequences.get(i)), i % 2 == 0 ? 1 : 0.7);
        }
        return rows;
    }

    static Stream<String> models() {
        return Stream.concat(
                Stream.of(TinyModels.LLAMA, TinyModels.QWEN2_TIED, TinyModels.QWEN3), TinyModels.FAMILIES.stream());
    }

    @Test
    void theyAreComputedWithFewerTokens() {
        // two prefixes of 40 and one of 33 tokens instead of four and two, and the rest
        TokenRows rows = rowsOf(rows());

        assertThat(rows.layout().shape()[2]).isPositive();
        assertThat(rows.layout().tokens()).isLessThan(7 * 52);
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsAndLogProbabilitiesAreThoseOfRowByRow(String name) {
        for (boolean recompute : new boolean[] {false, true}) {
            try (Policy policy = load(name, Optional.empty())) {
                compare(policy, rows(), recompute, 1e-5);
            }
        }
    }

    @Test
    void soAreThoseOfAdapters() {
        try (Policy policy = load(TinyModels.QWEN3, Optional.of(TinyModels.lora(2)))) {
            compare(policy, rows(), false, 1e-5);
        }
    }

    @Test
    void soAreThoseOfOnePromptWithoutGroupedHeads(@TempDir Path folder) {
        Path directory = TinyModels.everyHeadItsOwnKeys(folder.resolve("model"));
        try (Policy policy = Policy.load(directory, Device.cpu(), Precision.FP32, Optional.empty(), 1)) {
            compare(policy, rows().subList(0, 4), false, 1e-5);
        }
    }

    @Test
    void soAreThoseAfterAPrefixThatIsLongEnoughForFusedAttention() {
        int[] prompt = TinyModels.tokens(530, 21);
        List<int[]> rows = List.of(
                join(prompt, TinyModels.tokens(9, 1)),
                join(prompt, TinyModels.tokens(5, 2)),
                join(prompt, TinyModels.tokens(7, 3)));
        for (String name : List.of(TinyModels.QWEN2_TIED, "qwen2-window")) {
            try (Policy policy = load(name, Optional.empty())) {
                compare(policy, rows, false, 2e-5);
            }
        }
    }

    @Test
    void aResponseDoesNotDependOnThoseThatShareItsPrompt() {
        List<int[]> all = rows();
        try (Policy policy = load(TinyModels.QWEN3, Optional.empty())) {
            float[] three = policy.model().score(rowsOf(all.subList(0, 3))).logprobs();
            float[] four = policy.model().score(rowsOf(all.subList(0, 4))).logprobs();

            assertThat(Arrays.copyOf(four, three.length)).containsExactly(three, within(1e-5f));
        }
    }

    @Test
    void theSameRowsHaveTheSameBits() {
        try (Policy policy = load(TinyModels.LLAMA, Optional.empty())) {
            float[][] gradients = new float[2][];
            for (int time = 0; time < 2; time++) {
                policy.clearGradients();
                add(policy, rowsOf(rows()), false, 0);
                gradients[time] =
                        policy.gradient(policy.model().config().tensors().get(1));
            }
            assertThat(gradients[1]).isEqualTo(gradients[0]);
        }
    }

    @Test
    void soAreTheGradientsOfACritic() {
        List<int[]> sequences = rows();
        try (ScalarModel critic =
                        ScalarModel.loadValues(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32);
                NDManager scope = critic.model().scope()) {
            addValues(critic, scope, rowsOf(sequences), 0); // moves the head, which is 0
            critic.clipGradients(1);
            critic.update(new AdamW(0.9, 0.99, 1e-8, 0), 1e-2);
            addValues(critic, scope, rowsOf(sequences), 0);
            WeightVector together = critic.takeGradients(scope);
            int first = 0;
            for (int[] sequence : sequences) {
                first = addValues(critic, scope, rowsOf(List.of(sequence)), first);
            }
            requireEqual("critic", together, critic.takeGradients(scope), 1e-5);
        }
    }

    private static int addValues(ScalarModel critic, NDManager scope, TokenRows rows, int first) {
        OutputPass pass = critic.pass(scope, rows, false);
        pass.backward().accept(scope.create(part(Gradients.c(2000), first, rows.scored())));
        return first + rows.scored();
    }

    private static void compare(Policy policy, List<int[]> sequences, boolean recompute, double tolerance) {
        try (NDManager scope = policy.model().scope()) {
            float[] together = add(policy, rowsOf(sequences), recompute, 0);
            WeightVector shared = policy.takeGradients(scope);
            List<Float> alone = new ArrayList<>();
            for (int i = 0; i < sequences.size(); i++) {
                TokenRows rows = new TokenRows();
                rows.add(sequences.get(i), scored(sequences.get(i)), i % 2 == 0 ? 1 : 0.7);
                for (float one : add(policy, rows, recompute, alone.size())) {
                    alone.add(one);
                }
            }
            for (int i = 0; i < together.length; i++) {
                assertThat(together[i]).isCloseTo(alone.get(i), within(1e-5f));
            }
            requireEqual(policy.model().config().toString(), shared, policy.takeGradients(scope), tolerance);
        }
    }

    private static void requireEqual(String name, WeightVector one, WeightVector other, double tolerance) {
        List<NDArray> found = ParameterVector.tensors(one);
        List<NDArray> expected = ParameterVector.tensors(other);
        double largest = expected.stream()
                .mapToDouble(tensor -> Gradients.norm(tensor.toFloatArray()))
                .max()
                .orElseThrow();
        assertThat(largest).isPositive();
        for (int i = 0; i < found.size(); i++) {
            float[] numbers = expected.get(i).toFloatArray();
            assertThat(Gradients.difference(found.get(i).toFloatArray(), numbers))
                    .as("tensor %d of %s", i, name)
                    .isLessThan(tolerance * Gradients.norm(numbers) + 1e-6 * largest);
        }
    }

    /** Adds the gradient of a sum of log-probabilities and entropies; returns the log-probabilities. */
    private static float[] add(Policy policy, TokenRows rows, boolean recompute, int first) {
        try (NDManager scope = policy.model().scope()) {
            Policy.Pass pass = policy.forward(scope, rows, recompute);
            policy.backward(
                    pass,
                    scope.create(part(Gradients.c(2000), first, rows.scored())),
                    scope.create(part(Gradients.e(2000), first, rows.scored())));
            return pass.logprobs();
        }
    }

    private static float[] part(float[] all, int first, int count) {
        return Arrays.copyOfRange(all, first, first + count);
    }

    private static Policy load(String name, Optional<LoraSettings> lora) {
        return Policy.load(TinyModels.directory(name), Device.cpu(), Precision.FP32, lora, 1);
    }
}
