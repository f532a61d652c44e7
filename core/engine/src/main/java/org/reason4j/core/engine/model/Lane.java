package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.reason4j.core.engine.model.DecodingSession.Columns;
import org.reason4j.core.engine.model.DecodingSession.Start;
import org.reason4j.core.engine.model.DecodingSession.Stretch;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** Decoding slots with their key and value caches that one native call decodes. */
final class Lane implements AutoCloseable {

    /** Memory for so many times the columns is set aside; a processor's memory is only taken once it is written to. */
    private static final int SPARE = 4;

    /** Caches that have taken more are given back to the system when a lane closes; smaller ones are kept for the next lane. */
    private static final long MOST_BYTES_KEPT = 1L << 27;

    private final LanguageModel model;
    private final int slots;
    private final NDList caches; // native code resizes them: NDArray.getShape may tell an earlier shape
    private int columns;
    private int room;

    /** Opens empty slots. */
    Lane(LanguageModel model, int slots, int columns) {
        this.model = model;
        this.slots = slots;
        caches = model.takeCaches(slots);
        widen(columns);
    }

    int slots() {
        return slots;
    }

    /** Keys of every layer, then values of every layer, {@code [slots kv, columns, D]}. */
    NDList caches() {
        return caches;
    }

    /** Has at least so many columns from now on. */
    Lane widen(int wanted) {
        if (wanted > columns) {
            columns = wanted;
            if (wanted > room) {
                room = isOnGpu() ? wanted : SPARE * wanted;
            }
            try (NDManager scope = model.scope()) {
                model.run(scope, "widen", columns, room, caches);
            }
        }
        return this;
    }

    /** Copies slots of another lane into slots of this one, which has no fewer columns. */
    void copy(Lane other, IntStream from, IntStream to) {
        try (NDManager scope = model.scope()) {
            NDArray rows = longs(scope, from);
            NDArray places = longs(scope, to);
            model.run(scope, "move", rows, places, other.caches, caches);
        }
    }

    Stretch decode(int steps, Start start) {
        try (NDManager scope = model.scope()) {
            NDList result = model.pass(
                    scope,
                    "decode",
                    new Object[] {
                        steps,
                        start.filtered(),
                        longs(scope, start.token()),
                        longs(scope, start.position()),
                        longs(scope, start.left()),
                        longs(scope, start.forced()).reshape(slots, start.forced().length / slots),
                        scope.create(start.uniforms(), new Shape(slots, start.uniforms().length / slots)),
                        scope.create(start.temperature(), new Shape(slots, 1)),
                        scope.create(start.limits(), new Shape(slots, 3)),
                        longs(scope, start.stop())
                    },
                    caches);
            int written = Math.toIntExact(result.get(0).getShape().get(1));
            int[] tokens = Arrays.stream(result.get(0).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return new Stretch(
                    written, tokens, result.get(1).toFloatArray(), result.get(2).toFloatArray());
        }
    }

    Columns take(NDManager owner, int slot, int first, int last) {
        return new Columns(model.run(owner, "take", slot, first, last, caches));
    }

    void put(Columns taken, int slot, int first, int count) {
        try (NDManager scope = model.scope()) {
            model.run(scope, "put", slot, first, count, taken.caches(), caches);
        }
    }

    static NDArray longs(NDManager scope, IntStream numbers) {
        return scope.create(numbers.asLongStream().toArray());
    }

    private static NDArray longs(NDManager scope, int[] numbers) {
        return longs(scope, Arrays.stream(numbers));
    }

    @Override
    public void close() {
        if (isOnGpu() || bytes() > MOST_BYTES_KEPT) { // the GPU's memory is kept by PyTorch
            caches.close();
        } else {
            model.keepCaches(caches);
        }
    }

    private boolean isOnGpu() {
        return caches.get(0).getDevice().isGpu();
    }

    /** Memory that the caches have taken. */
    private long bytes() {
        ModelConfig config = model.config();
        return (long) slots
                * config.keyValueHeads()
                * columns
                * config.headSize()
                * caches.size()
                * caches.get(0).getDataType().getNumOfBytes();
    }
}
