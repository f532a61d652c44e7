package org.reason4j.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Decoding slots with their key and value caches: {@code S} slots of {@code C} columns.
 *
 * <p>A slot holds the keys and values of tokens at positions 0 to p - 1; its next token stands at position p and is fed
 * by {@link #decode}. What a slot writes does not depend on the other slots as long as there are at least 16.
 */
public final class DecodingSession implements AutoCloseable {

    /** Numbers of slots are multiples of this, below which a row's results would depend on the number of rows. */
    public static final int SLOT_BLOCK = 16;

    /** Attention reads so many columns at a time, and prompts are padded to it; for the same reason. */
    public static final int COLUMN_BLOCK = 16;

    private final LanguageModel model;
    private final NDManager manager;
    private final int longest;
    private int columns;
    private NDList keys;
    private NDList values;

    /**
     * Opens slots.
     *
     * @param slots number of slots, rounded up to a multiple of {@link #SLOT_BLOCK}
     * @param tokens longest sequence, prompt and response together
     */
    public DecodingSession(LanguageModel model, int slots, int tokens) {
        this.model = model;
        manager = model.scope();
        longest = roundUp(tokens, COLUMN_BLOCK);
        columns = COLUMN_BLOCK;
        NDList caches = model.pass(manager, "caches", new Object[] {roundUp(slots, SLOT_BLOCK), columns});
        int layers = model.config().layers();
        keys = caches.subNDList(0, layers);
        values = caches.subNDList(layers);
    }

    /** The smallest multiple of {@code block} that is not below {@code count}. */
    public static int roundUp(int count, int block) {
        return (count + block - 1) / block * block;
    }

    /** Number of slots, {@code S}. */
    public int slots() {
        return Math.toIntExact(keys.get(0).getShape().get(0) / model.config().keyValueHeads());
    }

    /** Makes room for sequences of that length; a little more where they are long, so that it happens less often. */
    private void widen(int tokens) {
        if (tokens <= columns) {
            return;
        }
        columns = Math.min(longest, roundUp(tokens + tokens / 16, COLUMN_BLOCK));
        NDList wideKeys = model.run(manager, "widen", columns, keys);
        NDList wideValues = model.run(manager, "widen", columns, values);
        keys.close();
        values.close();
        keys = wideKeys;
        values = wideValues;
    }

    /** Whether a sequence is read with fused attention, whose results differ in rounding from those of short ones. */
    public boolean isLong(int tokens) {
        return model.fusedAttention(roundUp(tokens, COLUMN_BLOCK));
    }

    /**
     * Reads token sequences into slots, all of them in one pass. None or all of them are {@linkplain #isLong long}, so that
     * what a slot holds does not depend on the others.
     *
     * @param sequences what to read, none of them empty
     * @param source for each slot to fill, the index of its sequence
     * @param slots the slots to fill
     */
    public void prefill(List<int[]> sequences, int[] source, int[] slots) {
        int width = roundUp(
                sequences.stream().mapToInt(tokens -> tokens.length).max().orElseThrow(), COLUMN_BLOCK);
        widen(width);
        int rows = Sizes.atLeast(sequences.size());
        long[] ids = new long[rows * width];
        for (int row = 0; row < sequences.size(); row++) {
            for (int t = 0; t < sequences.get(row).length; t++) {
                ids[row * width + t] = sequences.get(row)[t];
            }
        }
        try (NDManager scope = manager.newSubManager()) {
            model.pass(
                    scope,
                    "prefill",
                    new Object[] {
                        scope.create(ids, new Shape(rows, width)),
                        scope.create(Arrays.stream(source).asLongStream().toArray()),
                        scope.create(Arrays.stream(slots).asLongStream().toArray()),
                        model.fusedAttention(width)
                    },
                    keys,
                    values);
        }
    }

    /**
     * What every slot starts from in a stretch of decoding; arrays are {@code [S]}, or {@code [S][..]} flattened.
     *
     * @param token the token to feed
     * @param position its position
     * @param left how many tokens the slot may still write, known ones included; 0 where it is idle. What an idle slot holds
     *     before {@code position} stays
     * @param forced tokens that are known and only read, {@code [S, steps]}; -1 where one is drawn
     * @param uniforms draws in [0, 1), {@code [S, steps]}
     * @param temperature of each slot; 0 for the most likely token
     * @param limits top-k (0 for all), top-p (1 for all) and min-p (0 for all) of each slot, {@code [S, 3]}
     * @param stop token ids that end a slot's response where they are drawn
     */
    public record Start(
            int[] token,
            int[] position,
            int[] left,
            int[] forced,
            float[] uniforms,
            float[] temperature,
            float[] limits,
            int[] stop) {}

    /**
     * What a stretch wrote: {@code n} tokens per slot, {@code [S, n]} flattened. What follows a slot's end has no meaning.
     *
     * @param steps {@code n}
     * @param tokens the tokens
     * @param logprobs their log-probabilities under the model, at the slot's temperature
     * @param sampledLogprobs their log-probabilities after top-k, top-p and min-p
     */
    public record Stretch(int steps, int[] tokens, float[] logprobs, float[] sampledLogprobs) {}

    /** Decodes {@code steps} tokens in every slot, or fewer when all of them are done. */
    public Stretch decode(int steps, Start start) {
        int slots = slots();
        int needed = 0;
        for (int slot = 0; slot < slots; slot++) {
            int written = Math.max(1, Math.min(steps, start.left()[slot]));
            needed = Math.max(needed, start.position()[slot] + written);
        }
        widen(needed);
        boolean filtered = false;
        for (int i = 0; i < slots; i++) {
            filtered |= start.limits()[3 * i] != 0 || start.limits()[3 * i + 1] != 1 || start.limits()[3 * i + 2] != 0;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList result = model.pass(
                    scope,
                    "decode",
                    new Object[] {
                        steps,
                        filtered,
                        longs(scope, start.token()),
                        longs(scope, start.position()),
                        longs(scope, start.left()),
                        longs(scope, start.forced()).reshape(slots, start.forced().length / slots),
                        scope.create(start.uniforms(), new Shape(slots, start.uniforms().length / slots)),
                        scope.create(start.temperature(), new Shape(slots, 1)),
                        scope.create(start.limits(), new Shape(slots, 3)),
                        longs(scope, start.stop())
                    },
                    keys,
                    values);
            int written = Math.toIntExact(result.get(0).getShape().get(1));
            int[] tokens = Arrays.stream(result.get(0).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return new Stretch(
                    written, tokens, result.get(1).toFloatArray(), result.get(2).toFloatArray());
        }
    }

    private static NDArray longs(NDManager scope, int[] numbers) {
        return scope.create(Arrays.stream(numbers).asLongStream().toArray());
    }

    /**
     * Changes the number of slots.
     *
     * @param kept slots to keep, which become slots 0, 1, …
     * @param slots how many there are then, rounded up to a multiple of {@link #SLOT_BLOCK}; at least as many as are kept
     */
    public void resize(int[] kept, int slots) {
        long[] rows = new long[roundUp(slots, SLOT_BLOCK)];
        for (int i = 0; i < kept.length; i++) {
            rows[i] = kept[i];
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray index = scope.create(rows);
            NDList keptKeys = model.run(manager, "keep", index, keys);
            NDList keptValues = model.run(manager, "keep", index, values);
            keys.close();
            values.close();
            keys = keptKeys;
            values = keptValues;
        }
    }

    /** Keys and values of a stretch of tokens, outside the slots. Freed with the session, or before. */
    public static final class Columns implements AutoCloseable {

        private final NDList keys;
        private final NDList values;

        private Columns(NDList keys, NDList values) {
            this.keys = keys;
            this.values = values;
        }

        @Override
        public void close() {
            keys.close();
            values.close();
        }
    }

    /** Copies the keys and values at positions {@code first} to {@code last - 1} out of a slot. */
    public Columns take(int slot, int first, int last) {
        return new Columns(
                model.run(manager, "take", slot, first, last, keys),
                model.run(manager, "take", slot, first, last, values));
    }

    /** Copies the first {@code count} of some columns into a slot, from position {@code first} on. */
    public void put(Columns columns, int slot, int first, int count) {
        widen(first + count);
        try (NDManager scope = manager.newSubManager()) {
            model.run(scope, "put", slot, first, count, columns.keys, keys);
            model.run(scope, "put", slot, first, count, columns.values, values);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
