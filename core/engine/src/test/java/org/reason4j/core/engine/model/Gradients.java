package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** The scalar {@code sum(c_i logprob_i) + sum(e_i entropy_i)} over the scored tokens, and its gradient. */
final class Gradients {

    static final double TEMPERATURE = 0.7;

    private Gradients() {}

    /** -1, 1, 0.5, 0, -0.5 over and over, in this order: {@code ((7 i) mod 5 - 2) / 2}. */
    static float[] c(int count) {
        float[] c = new float[count];
        for (int i = 0; i < count; i++) {
            c[i] = (7 * i % 5 - 2) / 2f;
        }
        return c;
    }

    /** {@code ((3 i) mod 4 - 1) / 2}. */
    static float[] e(int count) {
        float[] e = new float[count];
        for (int i = 0; i < count; i++) {
            e[i] = (3 * i % 4 - 1) / 2f;
        }
        return e;
    }

    static double scalar(LanguageModel model, TokenRows rows, float[] c, float[] e) {
        RowScores scores = model.score(rows.at(TEMPERATURE));
        double sum = 0;
        for (int i = 0; i < c.length; i++) {
            sum += (double) c[i] * scores.logprobs()[i];
        }
        for (int i = 0; i < e.length; i++) {
            sum += (double) e[i] * scores.entropies()[i];
        }
        return sum;
    }

    /** Adds the scalar's gradient to the policy's. */
    static void add(Policy policy, TokenRows rows, float[] c, float[] e, boolean recompute) {
        addAt(policy, rows.at(TEMPERATURE), c, e, recompute);
    }

    /** Adds the scalar's gradient at the rows' own temperatures. */
    static void addAt(Policy policy, TokenRows rows, float[] c, float[] e, boolean recompute) {
        try (NDManager scope = policy.model().scope()) {
            Policy.Pass pass = policy.forward(scope, rows, recompute);
            policy.backward(pass, scope.create(c), scope.create(e));
        }
    }

    static Map<String, float[]> all(Policy policy) {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (TensorSpec spec : policy.model().config().tensors()) {
            all.put(spec.name(), policy.gradient(spec));
        }
        return all;
    }

    /** The gradient of the scalar alone. */
    static Map<String, float[]> of(Policy policy, TokenRows rows, float[] c, float[] e, boolean recompute) {
        policy.clearGradients();
        add(policy, rows, c, e, recompute);
        return all(policy);
    }

    /** The numbers of a tensor of the Hugging Face layout. */
    static float[] weight(LanguageModel model, TensorSpec spec) {
        WeightLayout.Place place = model.layout().place(spec.name());
        int width = Math.toIntExact(spec.elements() / spec.rows());
        int from = Math.toIntExact(place.firstRow() * width);
        return Arrays.copyOfRange(
                model.weights().get(place.index()).toFloatArray(), from, from + Math.toIntExact(spec.elements()));
    }

    /** Replaces a tensor of the Hugging Face layout; the passes take it over with the next refresh. */
    static void place(LanguageModel model, TensorSpec spec, float[] numbers) {
        WeightLayout.Place place = model.layout().place(spec.name());
        try (NDManager scope = model.scope()) {
            NDArray rows = scope.create(numbers, new Shape(spec.shape()));
            model.kernels()
                    .place(
                            Math.toIntExact(place.firstRow()),
                            rows,
                            model.weights().get(place.index()));
        }
    }

    static double norm(float... numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += (double) number * number;
        }
        return Math.sqrt(sum);
    }

    /** The dot product with signs that look like chance: {@code 1 - 2 (((i 2654435761) >> 16) & 1)}. */
    static double signed(float... numbers) {
        double sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += sign(i) * numbers[i];
        }
        return sum;
    }

    static int sign(int i) {
        return 1 - 2 * (int) ((i * 2654435761L) >> 16 & 1);
    }

    static double difference(float[] a, float[] b) {
        float[] difference = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return norm(difference);
    }
}
