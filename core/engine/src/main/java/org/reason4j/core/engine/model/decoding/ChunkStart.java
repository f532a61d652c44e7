package org.reason4j.core.engine.model.decoding;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.SamplingParams;

/**
 * State of every slot before a chunk is decoded; arrays are {@code [S]}, or {@code [S][..]} flattened.
 *
 * @param token the token to feed
 * @param position its position
 * @param left how many tokens the slot may still write, known ones included; 0 where it is idle. The keys and values of
 *     an idle slot before {@code position} stay
 * @param forced tokens that are known and only read, {@code [S, steps]}; -1 where one is drawn
 * @param uniforms draws in [0, 1), {@code [S, steps]}
 * @param params how each slot draws its tokens; empty where it is idle. Lengths and ends are not read
 * @param stop token ids that end a slot's response where they are drawn
 */
public record ChunkStart(
        int[] token,
        int[] position,
        int[] left,
        int[] forced,
        float[] uniforms,
        List<Optional<SamplingParams>> params,
        int[] stop) {

    /** Temperature of each slot; 0 for the most likely token. */
    float[] temperatures() {
        return numbers(params, List.of(SamplingParams::temperature), 0);
    }

    /** Slots with top-k, top-p or min-p. */
    IntStream filtered() {
        return IntStream.range(0, token.length)
                .filter(slot -> params.get(slot).filter(ChunkStart::isFiltered).isPresent());
    }

    /** Their top-k (0 for all), top-p (1 for all) and min-p (0 for all), {@code [F, 3]}. */
    float[] limits() {
        return numbers(
                params.stream()
                        .map(each -> each.filter(ChunkStart::isFiltered))
                        .filter(Optional::isPresent)
                        .toList(),
                List.of(SamplingParams::topK, SamplingParams::topP, SamplingParams::minP));
    }

    private static boolean isFiltered(SamplingParams params) {
        return params.topK() != 0 || params.topP() != 1 || params.minP() != 0;
    }

    /** Slots that lower the entropy of their tokens. */
    IntStream calmed() {
        return IntStream.range(0, token.length)
                .filter(slot -> minimization(params.get(slot)).isPresent());
    }

    /** Their entropy minimization, {@code [M, 5]}: threshold, share, steps, rate and divergence. */
    float[] calming() {
        return numbers(
                params.stream()
                        .map(ChunkStart::minimization)
                        .filter(Optional::isPresent)
                        .toList(),
                List.of(
                        EntropyMinimization::threshold,
                        EntropyMinimization::share,
                        EntropyMinimization::steps,
                        EntropyMinimization::rate,
                        EntropyMinimization::divergence));
    }

    private static Optional<EntropyMinimization> minimization(Optional<SamplingParams> params) {
        return params.flatMap(SamplingParams::entropyMinimization);
    }

    private static <T> float[] numbers(List<Optional<T>> rows, List<ToDoubleFunction<T>> columns, float... missing) {
        float[] numbers = new float[rows.size() * columns.size()];
        for (int i = 0; i < numbers.length; i++) {
            Optional<T> row = rows.get(i / columns.size());
            int column = i % columns.size();
            numbers[i] =
                    row.isPresent() ? (float) columns.get(column).applyAsDouble(row.orElseThrow()) : missing[column];
        }
        return numbers;
    }

    boolean isIdle() {
        return active() == 0;
    }

    /** The number of the last slot that is not idle, plus 1. */
    int active() {
        int active = left.length;
        while (active > 0 && left[active - 1] <= 0) {
            active--;
        }
        return active;
    }

    /**
     * The most own columns of a slot after a chunk.
     *
     * @param first the position of a slot's first own column
     */
    int reach(int steps, IntUnaryOperator first) {
        return IntStream.range(0, token.length)
                .map(slot -> position[slot] - first.applyAsInt(slot) + Math.max(1, Math.min(steps, left[slot])))
                .max()
                .orElseThrow();
    }

    /** State of consecutive slots. */
    ChunkStart part(int first, int count) {
        return new ChunkStart(
                part(token, first, count),
                part(position, first, count),
                part(left, first, count),
                part(forced, first, count),
                part(uniforms, first, count),
                params.subList(first, first + count),
                stop);
    }

    private int[] part(int[] all, int first, int count) {
        int width = all.length / token.length;
        return Arrays.copyOfRange(all, first * width, (first + count) * width);
    }

    private float[] part(float[] all, int first, int count) {
        int width = all.length / token.length;
        return Arrays.copyOfRange(all, first * width, (first + count) * width);
    }
}
