package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.TokenRows;

/**
 * Top tokens that the trajectories of a mini-batch carry. A pass scores them as further tokens of each learned one: {@code
 * K} columns in all, the {@code k} of each name beside the {@code k} of the next, by name.
 */
final class TopColumns {

    private final SortedMap<TokenStream, Integer> widths;
    private final int columns;

    private TopColumns(SortedMap<TokenStream, Integer> widths) {
        this.widths = widths;
        columns = widths.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Collects names and widths.
     *
     * @throws IllegalStateException if trajectories with learned tokens differ in them
     */
    static TopColumns of(List<Trajectory> trajectories) {
        Optional<Trajectory> first =
                trajectories.stream().filter(one -> one.learnedTokens() > 0).findFirst();
        SortedMap<TokenStream, Integer> widths = first.map(TopColumns::widths).orElseGet(TreeMap::new);
        for (Trajectory trajectory : trajectories) {
            SortedMap<TokenStream, Integer> own = widths(trajectory);
            if (trajectory.learnedTokens() > 0 && !own.equals(widths)) {
                throw new IllegalStateException("Top tokens by name and k are " + own + " of " + trajectory + ", but "
                        + widths + " of " + first.orElseThrow()
                        + ". A component attaches top tokens of the same k to every trajectory or to none.");
            }
        }
        return new TopColumns(widths);
    }

    private static SortedMap<TokenStream, Integer> widths(Trajectory trajectory) {
        SortedMap<TokenStream, Integer> widths = new TreeMap<>(Comparator.comparing(TokenStream::name));
        trajectory.tops().forEach((name, top) -> widths.put(name, top.k()));
        return widths;
    }

    boolean isEmpty() {
        return widths.isEmpty();
    }

    /** Rows of a micro-batch in which the top tokens are scored, too. */
    TokenRows rows(MicroBatch batch) {
        if (isEmpty()) {
            return batch.rows();
        }
        int[] ids = new int[batch.rows().scored() * columns];
        int next = 0;
        for (int row = 0; row < batch.size(); row++) {
            Trajectory trajectory = batch.trajectory(row);
            Map<TokenStream, int[]> own = new HashMap<>();
            widths.keySet().forEach(name -> own.put(name, top(trajectory, name).ids()));
            for (int t = 0; t < trajectory.length(); t++) {
                if (batch.isObserving() || trajectory.isLearned(t)) {
                    for (Map.Entry<TokenStream, Integer> one : widths.entrySet()) {
                        int k = one.getValue();
                        System.arraycopy(values(own, one.getKey()), t * k, ids, next, k);
                        next += k;
                    }
                }
            }
        }
        return batch.rows().withFurther(columns, ids);
    }

    private static TopTokens top(Trajectory trajectory, TokenStream name) {
        return values(trajectory.tops(), name);
    }

    private static <T> T values(Map<TokenStream, T> map, TokenStream name) {
        return Optional.ofNullable(map.get(name)).orElseThrow();
    }

    /**
     * Top tokens as a loss reads them.
     *
     * @param further the policy's log-probabilities of all columns, {@code [M, K]} flattened
     * @param leaf makes a tensor of the policy's numbers; a leaf where they are differentiated
     */
    Map<TokenStream, TokenBatch.Top> tops(
            NDManager scope, MicroBatch batch, float[] further, Function<NDArray, NDArray> leaf) {
        Map<TokenStream, TokenBatch.Top> tops = new HashMap<>();
        int[] places = batch.places();
        float[] mask = batch.mask();
        int offset = 0;
        for (Map.Entry<TokenStream, Integer> one : widths.entrySet()) {
            int k = one.getValue();
            float[] policy = new float[batch.size() * batch.width() * k];
            for (int m = 0; m < places.length; m++) {
                int length = mask[places[m]] > 0 ? k : 0; // 0 where a token is scored and not learned
                System.arraycopy(further, m * columns + offset, policy, places[m] * k, length);
            }
            Shape shape = new Shape(batch.size(), batch.width(), k);
            NDArray teacher = scope.create(teacher(batch, one.getKey(), k), shape);
            tops.put(one.getKey(), new TokenBatch.Top(teacher, leaf.apply(scope.create(policy, shape))));
            offset += k;
        }
        return tops;
    }

    /** Log-probabilities that came with the tokens, {@code [B, T, k]} flattened, with 0 where a token is not learned. */
    private static float[] teacher(MicroBatch batch, TokenStream name, int k) {
        float[] matrix = new float[batch.size() * batch.width() * k];
        for (int row = 0; row < batch.size(); row++) {
            Trajectory trajectory = batch.trajectory(row);
            float[] logprobs = top(trajectory, name).logprobs();
            for (int t = 0; t < trajectory.length(); t++) {
                if (trajectory.isLearned(t)) {
                    System.arraycopy(logprobs, t * k, matrix, (row * batch.width() + t) * k, k);
                }
            }
        }
        return matrix;
    }

    /** Gradients of leaves, {@code [B, T, k]} each, as those of all columns: {@code [M, K]}; empty where there are none. */
    NDArray gradient(NDManager scope, MicroBatch batch, Map<TokenStream, TokenBatch.Top> leaves) {
        if (isEmpty()) {
            return scope.create(new float[0]);
        }
        int[] places = batch.places();
        float[] mask = batch.mask();
        float[] gradient = new float[places.length * columns];
        int offset = 0;
        for (Map.Entry<TokenStream, Integer> one : widths.entrySet()) {
            int k = one.getValue();
            float[] matrix = values(leaves, one.getKey()).policy().getGradient().toFloatArray();
            for (int m = 0; m < places.length; m++) {
                int length = mask[places[m]] > 0 ? k : 0;
                System.arraycopy(matrix, places[m] * k, gradient, m * columns + offset, length);
            }
            offset += k;
        }
        return scope.create(gradient, new Shape(places.length, columns));
    }
}
