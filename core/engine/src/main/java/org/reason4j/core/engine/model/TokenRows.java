package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Sequences in one pass, of which some tokens are scored.
 *
 * <p>Scored tokens are counted {@code M} in all, row by row. A row's first token can't be scored: nothing comes before it.
 * The pass has {@code B} rows, right-padded to {@code T} tokens, and scores {@code N} tokens: as many as there are, or one,
 * rounded up to one of the {@link Sizes}. What was added so is in no result.
 */
public final class TokenRows {

    /** Fewer would leave products too short. */
    private static final int FEWEST_TOKENS_OF_A_PART = 256;

    private final List<int[]> rows = new ArrayList<>();
    private final List<boolean[]> scored = new ArrayList<>();
    private int width;
    private int count;

    /**
     * Adds a row.
     *
     * @param tokens the whole sequence
     * @param isScored whether each of them is scored
     */
    public void add(int[] tokens, boolean[] isScored) {
        if (isScored.length != tokens.length || tokens.length > 0 && isScored[0]) {
            throw new IllegalArgumentException("every token but the first can be scored");
        }
        rows.add(tokens);
        scored.add(isScored);
        width = Math.max(width, tokens.length);
        for (boolean one : isScored) {
            count += one ? 1 : 0;
        }
    }

    /** Adds a row of a prompt and a response, of which the learned tokens are scored. */
    public void add(int[] prompt, int[] response, boolean[] learned) {
        int[] tokens = new int[prompt.length + response.length];
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        System.arraycopy(response, 0, tokens, prompt.length, response.length);
        boolean[] isScored = new boolean[tokens.length];
        System.arraycopy(learned, 0, isScored, prompt.length, learned.length);
        add(tokens, isScored);
    }

    /** Most tokens in a row. */
    public int width() {
        return width;
    }

    /** Number of scored tokens, {@code M}. */
    public int scored() {
        return count;
    }

    /**
     * Deals the rows out to parts: consecutive rows, about as many tokens in each.
     *
     * @param most most parts there are
     */
    List<TokenRows> split(int most) {
        int tokens = rows.stream().mapToInt(row -> row.length).sum();
        int count = Math.min(most, tokens / FEWEST_TOKENS_OF_A_PART);
        if (count <= 1) {
            return List.of(this);
        }
        List<TokenRows> parts = new ArrayList<>();
        long before = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (before * count / tokens >= parts.size()) {
                parts.add(new TokenRows());
            }
            parts.get(parts.size() - 1).add(rows.get(row), scored.get(row));
            before += rows.get(row).length;
        }
        return parts;
    }

    /** The tokens, {@code [B, T]}. */
    NDArray ids(NDManager manager) {
        int size = Sizes.atLeast(rows.size());
        int padded = Sizes.atLeast(width);
        long[] ids = new long[size * padded];
        for (int row = 0; row < rows.size(); row++) {
            for (int t = 0; t < rows.get(row).length; t++) {
                ids[row * padded + t] = rows.get(row)[t];
            }
        }
        return manager.create(ids, new Shape(size, padded));
    }

    /** The flat position before each scored token, {@code [N]}; the first position for those that were added. */
    NDArray positions(NDManager manager) {
        long[] positions = new long[scoredWithPadding()];
        int padded = Sizes.atLeast(width);
        int next = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int t = 0; t < scored.get(row).length; t++) {
                if (scored.get(row)[t]) {
                    positions[next++] = (long) row * padded + t - 1;
                }
            }
        }
        return manager.create(positions);
    }

    private int scoredWithPadding() {
        return Sizes.atLeast(Math.max(1, count));
    }

    /** The scored tokens, {@code [N]}; the first of the vocabulary for those that were added. */
    NDArray targets(NDManager manager) {
        long[] targets = new long[scoredWithPadding()];
        int next = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int t = 0; t < scored.get(row).length; t++) {
                if (scored.get(row)[t]) {
                    targets[next++] = rows.get(row)[t];
                }
            }
        }
        return manager.create(targets);
    }
}
