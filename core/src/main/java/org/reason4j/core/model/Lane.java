package org.reason4j.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.reason4j.core.model.DecodingSession.Columns;
import org.reason4j.core.model.DecodingSession.Start;
import org.reason4j.core.model.DecodingSession.Stretch;

/** Decoding slots with their key and value caches that one native call decodes. */
final class Lane implements AutoCloseable {

    private final LanguageModel model;
    private final NDManager manager;
    private int columns;
    private NDList keys;
    private NDList values;

    /** Opens empty slots. */
    Lane(LanguageModel model, int slots, int columns) {
        this.model = model;
        this.columns = columns;
        manager = model.scope();
        NDList caches = model.pass(manager, "caches", new Object[] {slots, columns});
        int layers = model.config().layers();
        keys = caches.subNDList(0, layers);
        values = caches.subNDList(layers);
    }

    int slots() {
        return Math.toIntExact(keys.get(0).getShape().get(0) / model.config().keyValueHeads());
    }

    /** The keys of each layer, {@code [slots kv, columns, D]}. */
    NDList keys() {
        return keys;
    }

    /** The values of each layer, {@code [slots kv, columns, D]}. */
    NDList values() {
        return values;
    }

    void widen(int wanted) {
        if (wanted > columns) {
            columns = wanted;
            keys = wide(keys);
            values = wide(values);
        }
    }

    private NDList wide(NDList caches) {
        NDList wide = model.run(manager, "widen", columns, caches);
        caches.close();
        return wide;
    }

    /** Copies slots of another lane into slots of this one, which has no fewer columns. */
    void copy(Lane other, IntStream from, IntStream to) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray rows = longs(scope, from);
            NDArray places = longs(scope, to);
            model.run(scope, "move", rows, places, other.keys, keys);
            model.run(scope, "move", rows, places, other.values, values);
        }
    }

    Stretch decode(int steps, Start start) {
        int slots = slots();
        try (NDManager scope = manager.newSubManager()) {
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

    Columns take(NDManager owner, int slot, int first, int last) {
        return new Columns(
                model.run(owner, "take", slot, first, last, keys), model.run(owner, "take", slot, first, last, values));
    }

    void put(Columns taken, int slot, int first, int count) {
        try (NDManager scope = manager.newSubManager()) {
            model.run(scope, "put", slot, first, count, taken.keys(), keys);
            model.run(scope, "put", slot, first, count, taken.values(), values);
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
        manager.close();
    }
}
