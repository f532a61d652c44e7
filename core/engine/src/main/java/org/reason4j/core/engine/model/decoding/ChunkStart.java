package org.reason4j.core.engine.model.decoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** Temperature of each slot; 0 for the most likely token. Nothing is read of an idle slot's. */
    float[] temperatures() {
        return numbers(params, List.of(SamplingParams::temperature), 1);
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

    boolean isIdle(int slot) {
        return left[slot] <= 0;
    }

    /** The positions that a slot has reached after a chunk, and at least one more than before it. */
    int reach(int steps, int slot) {
        return position[slot] + Math.max(1, Math.min(steps, left[slot]));
    }

    /** The state of some slots, in their order, and of idle ones behind them up to a number of rows. */
    ChunkStart rows(int[] slots, int rows) {
        List<Optional<SamplingParams>> rowParams = new ArrayList<>(Collections.nCopies(rows, Optional.empty()));
        for (int row = 0; row < slots.length; row++) {
            rowParams.set(row, params.get(slots[row]));
        }
        return new ChunkStart(
                rows(token, slots, rows),
                rows(position, slots, rows),
                rows(left, slots, rows),
                rows(forced, slots, rows),
                rows(uniforms, slots, rows),
                rowParams,
                stop);
    }

    private int[] rows(int[] all, int[] slots, int rows) {
        int width = all.length / token.length;
        int[] of = new int[rows * width];
        for (int row = 0; row < slots.length; row++) {
            System.arraycopy(all, slots[row] * width, of, row * width, width);
        }
        return of;
    }

    private float[] rows(float[] all, int[] slots, int rows) {
        int width = all.length / token.length;
        float[] of = new float[rows * width];
        for (int row = 0; row < slots.length; row++) {
            System.arraycopy(all, slots[row] * width, of, row * width, width);
        }
        return of;
    }
}
