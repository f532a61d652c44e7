package org.reason4j.core.engine.model.decoding;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * State of every slot before a chunk is decoded; arrays are {@code [S]}, or {@code [S][..]} flattened.
 *
 * @param token the token to feed
 * @param position its position
 * @param left how many tokens the slot may still write, known ones included; 0 where it is idle. The keys and values of
 *     an idle slot before {@code position} stay
 * @param forced tokens that are known and only read, {@code [S, steps]}; -1 where one is drawn
 * @param uniforms draws in [0, 1), {@code [S, steps]}
 * @param temperature of each slot; 0 for the most likely token
 * @param limits top-k (0 for all), top-p (1 for all) and min-p (0 for all) of each slot, {@code [S, 3]}
 * @param stop token ids that end a slot's response where they are drawn
 */
public record ChunkStart(
        int[] token,
        int[] position,
        int[] left,
        int[] forced,
        float[] uniforms,
        float[] temperature,
        float[] limits,
        int[] stop) {

    /** True if some slot has top-k, top-p or min-p. */
    boolean filtered() {
        return IntStream.range(0, token.length)
                .anyMatch(i -> limits[3 * i] != 0 || limits[3 * i + 1] != 1 || limits[3 * i + 2] != 0);
    }

    boolean isIdle() {
        return Arrays.stream(left).allMatch(tokens -> tokens <= 0);
    }

    /** The longest sequence after a chunk. */
    int reach(int steps) {
        return IntStream.range(0, token.length)
                .map(slot -> position[slot] + Math.max(1, Math.min(steps, left[slot])))
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
                part(temperature, first, count),
                part(limits, first, count),
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
