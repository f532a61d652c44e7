package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.kernel.DecodeInput;
import org.reason4j.core.engine.model.kernel.KernelForm;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** Decoding slots that one native call decodes, with their key and value caches. */
final class DecodeBatch implements AutoCloseable {

    /** Factor of columns to reserve memory for; memory of the CPU is only taken once it is written to. */
    private static final int SPARE = 4;

    /** Larger caches are freed when a batch closes; smaller ones are kept for the next batch. */
    private static final long MOST_BYTES_KEPT = 1L << 27;

    private final LanguageModel model;
    private final int slots;
    private final NDList caches; // native code resizes them: NDArray.getShape may tell an earlier shape
    private int columns;
    private int room;

    /** Opens empty slots. */
    DecodeBatch(LanguageModel model, int slots, int columns) {
        this.model = model;
        this.slots = slots;
        caches = model.caches().take(slots, model.kernelWeights());
        widen(columns);
    }

    int slots() {
        return slots;
    }

    /** Keys of every layer, then values of every layer, {@code [slots kv, columns, D]}. */
    NDList caches() {
        return caches;
    }

    /** Widens the caches to at least that many columns. */
    DecodeBatch widen(int wanted) {
        if (wanted > columns) {
            columns = wanted;
            if (wanted > room) {
                room = isPortable() ? wanted : SPARE * wanted;
            }
            model.kernels().widen(columns, room, caches);
        }
        return this;
    }

    /** Copies slots of another batch into slots of this one, which has no fewer columns. */
    void copy(DecodeBatch other, IntStream from, IntStream to) {
        try (NDManager scope = model.scope()) {
            NDArray rows = longs(scope, from);
            NDArray places = longs(scope, to);
            model.kernels().move(rows, places, other.caches, caches);
        }
    }

    Chunk decode(int steps, ChunkStart start, List<Optional<SharedPrefix>> slotPrefixes) {
        int active = start.active();
        PrefixReaders readers = PrefixReaders.of(slotPrefixes.subList(0, active), readerBlock());
        try (NDManager scope = model.scope()) {
            NDArray filtered = longs(scope, start.filtered());
            NDArray calmed = longs(scope, start.calmed());
            DecodeInput input = new DecodeInput(
                    steps,
                    active,
                    longs(scope, start.token()),
                    longs(scope, start.position()),
                    longs(scope, start.left()),
                    longs(scope, start.forced()).reshape(slots, start.forced().length / slots),
                    scope.create(start.uniforms(), new Shape(slots, start.uniforms().length / slots)),
                    scope.create(start.temperatures(), new Shape(slots, 1)),
                    filtered,
                    scope.create(start.limits(), new Shape(filtered.size(), 3)),
                    calmed,
                    scope.create(start.calming(), new Shape(calmed.size(), 5)),
                    longs(scope, start.stop()),
                    longs(
                            scope,
                            slotPrefixes.stream()
                                    .mapToInt(each ->
                                            each.map(SharedPrefix::columns).orElse(0))),
                    longs(scope, readers.members()),
                    longs(scope, readers.counts()),
                    longs(scope, readers.holders()),
                    longs(scope, readers.found()),
                    readers.prefixes());
            NDList result = model.kernels().decode(scope, input, model.kernelWeights(), caches);
            int written = Math.toIntExact(result.get(0).getShape().get(1));
            int[] tokens = Arrays.stream(result.get(0).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return new Chunk(
                    written, tokens, result.get(1).toFloatArray(), result.get(2).toFloatArray());
        }
    }

    /** Readers of a prefix come in multiples of this: a row's results depend on the rows beside it where they are fewer than 8. */
    private int readerBlock() {
        if (caches.get(0).getDataType() == DataType.BFLOAT16) { // whose results never do
            return 1;
        }
        int group = model.config().heads() / model.config().keyValueHeads();
        return DecodingSession.SLOT_BLOCK / Integer.lowestOneBit(group | DecodingSession.SLOT_BLOCK);
    }

    /** A copy of own columns. */
    NDList take(NDManager owner, int slot, int first, int last) {
        return model.kernels().take(owner, slot, first, last, caches);
    }

    /** Puts the first {@code count} of columns that were taken into a slot, from own column {@code first} on. */
    void put(NDList taken, int slot, int first, int count) {
        model.kernels().put(slot, first, count, taken, caches);
    }

    static NDArray longs(NDManager scope, IntStream numbers) {
        return scope.create(numbers.asLongStream().toArray());
    }

    static NDArray longs(NDManager scope, List<Integer> numbers) {
        return longs(scope, numbers.stream().mapToInt(Integer::intValue));
    }

    private static NDArray longs(NDManager scope, int[] numbers) {
        return longs(scope, Arrays.stream(numbers));
    }

    @Override
    public void close() {
        if (isPortable() || bytes() > MOST_BYTES_KEPT) { // the GPU's memory is kept by PyTorch
            caches.close();
        } else {
            model.caches().giveBack(caches);
        }
    }

    private boolean isPortable() {
        return model.kernels().form() == KernelForm.PORTABLE;
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
