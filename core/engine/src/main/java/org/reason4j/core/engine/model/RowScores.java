package org.reason4j.core.engine.model;

import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.function.Function;

/**
 * Numbers per scored token of {@link TokenRows}, in its order, each at its row's temperature.
 *
 * @param logprobs natural logarithms, {@code [M]}
 * @param entropies in nats, {@code [M]}
 * @param certainties {@code -1/V sum_v ln p(v)} in nats, {@code [M]}; empty unless they were asked for
 * @param further log-probabilities of the rows' further tokens, {@code [M, K]} flattened
 * @param topIds the most likely tokens, most likely first, {@code [M, k]} flattened; empty unless they were asked for
 * @param top their log-probabilities, {@code [M, k]} flattened
 * @param collisions {@code sum_v p(v)^2}, {@code [M]}; empty unless they were asked for
 */
public record RowScores(
        float[] logprobs,
        float[] entropies,
        float[] certainties,
        float[] further,
        int[] topIds,
        float[] top,
        float[] collisions) {

    static RowScores joined(List<RowScores> parts) {
        return new RowScores(
                joined(parts, RowScores::logprobs),
                joined(parts, RowScores::entropies),
                joined(parts, RowScores::certainties),
                joined(parts, RowScores::further),
                Ints.concat(parts.stream().map(RowScores::topIds).toArray(int[][]::new)),
                joined(parts, RowScores::top),
                joined(parts, RowScores::collisions));
    }

    private static float[] joined(List<RowScores> parts, Function<RowScores, float[]> kind) {
        return Floats.concat(parts.stream().map(kind).toArray(float[][]::new));
    }
}
