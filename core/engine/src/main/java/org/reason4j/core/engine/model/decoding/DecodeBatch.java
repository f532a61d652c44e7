package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.kernel.DecodeInput;
import org.reason4j.core.engine.model.kernel.Sizes;

/**
 * Decoding slots that one native call decodes, with their key and value caches. A slot that holds something has a row in caches of
 * about its length, and a row in the products of a chunk.
 */
final class DecodeBatch implements AutoCloseable {

    private final LanguageModel model;
    private final int slots;
    private final int longest;
    private final TreeMap<Integer, CacheRows> byLength = new TreeMap<>();

    /**
     * Opens empty slots.
     *
     * @param longest the length of a row for all positions
     */
    DecodeBatch(LanguageModel model, int slots, int longest) {
        this.model = model;
        this.slots = slots;
        this.longest = longest;
    }

    int slots() {
        return slots;
    }

    /** Caches that have rows, short ones first. */
    List<CacheRows> caches() {
        return List.copyOf(byLength.values());
    }

    /** Rows of the products of a chunk: the slots that hold something, and so many more as fill up a block. */
    int rows() {
        int held = caches().stream().mapToInt(each -> each.places().size()).sum();
        return Sizes.roundUp(held, rowBlock());
    }

    /** Rows of products come in multiples of this. */
    int rowBlock() {
        return model.kernels().rowBlock(model.kernelWeights());
    }

    /** The caches that have a slot's row; empty where it holds nothing. */
    Optional<CacheRows> cacheOf(int place) {
        return byLength.values().stream().filter(each -> each.rowOf(place) >= 0).findFirst();
    }

    /** Gives slots rows of at least as many columns; what they hold stays. */
    void reserve(int[] places, IntUnaryOperator columns) {
        Map<CacheRows, Map<CacheRows, List<Integer>>> moves = new LinkedHashMap<>();
        Map<CacheRows, List<Integer>> entering = new LinkedHashMap<>();
        for (int place : places) {
            int length = CacheRows.lengthFor(columns.applyAsInt(place), longest);
            Optional<CacheRows> old = cacheOf(place);
            if (old.isPresent() && old.orElseThrow().columns() >= length) {
                continue;
            }
            CacheRows target = ofLength(length);
            entering.computeIfAbsent(target, key -> new ArrayList<>()).add(place);
            old.ifPresent(source -> moves.computeIfAbsent(source, key -> new LinkedHashMap<>())
                    .computeIfAbsent(target, key -> new ArrayList<>())
                    .add(place));
        }
        entering.forEach(CacheRows::add);
        moves.forEach((source, targets) -> {
            targets.forEach((target, moved) -> source.copy(moved, target, moved));
            remove(source, targets.values().stream().flatMap(List::stream).toList());
        });
    }

    private CacheRows ofLength(int length) {
        return byLength.computeIfAbsent(length, key -> new CacheRows(model, key));
    }

    private void remove(CacheRows rows, List<Integer> places) {
        rows.remove(places);
        if (rows.places().isEmpty()) {
            byLength.remove(rows.columns());
            rows.close();
        }
    }

    /** Forgets what a slot holds. */
    void free(int place) {
        cacheOf(place).ifPresent(rows -> remove(rows, List.of(place)));
    }

    /** Copies slots of another batch into empty slots of this one. */
    void copy(DecodeBatch other, int[] from, int[] to) {
        for (CacheRows source : other.byLength.values()) {
            int[] here = IntStream.range(0, from.length)
                    .filter(i -> source.rowOf(from[i]) >= 0)
                    .toArray();
            if (here.length > 0) {
                List<Integer> places = Arrays.stream(here).mapToObj(i -> to[i]).toList();
                CacheRows target = ofLength(source.columns());
                target.add(places);
                source.copy(Arrays.stream(here).mapToObj(i -> from[i]).toList(), target, places);
            }
        }
    }

    /**
     * Decodes a chunk in the slots that hold something, and in no other row but for those that fill up a block.
     *
     * @param first the position of a slot's first own column
     */
    Chunk decode(int steps, ChunkStart start, List<Optional<SharedPrefix>> prefixes, IntUnaryOperator first) {
        IntUnaryOperator reach = place -> start.reach(steps, place) - first.applyAsInt(place);
        reserve(
                IntStream.range(0, slots)
                        .filter(place -> !start.isIdle(place) || cacheOf(place).isPresent())
                        .toArray(),
                reach);
        int[] rows = caches().stream()
                .flatMap(each -> each.places().stream())
                .mapToInt(Integer::intValue)
                .toArray();
        Chunk written = decode(
                steps,
                start.rows(rows, rows()),
                Arrays.stream(rows).mapToObj(prefixes::get).toList(),
                caches().stream().map(each -> width(each, reach)).toList());
        Chunk chunk = Chunk.empty(slots, written.steps());
        chunk.put(rows, written);
        return chunk;
    }

    /** Columns that are read of a cache's rows, which reach as far as they say. */
    static int width(CacheRows rows, IntUnaryOperator reach) {
        int most = rows.places().stream().mapToInt(reach::applyAsInt).max().orElseThrow();
        return Math.min(rows.columns(), Sizes.roundUp(most, Sizes.COLUMN_BLOCK));
    }

    private Chunk decode(int steps, ChunkStart start, List<Optional<SharedPrefix>> prefixes, List<Integer> widths) {
        int rows = start.token().length;
        PrefixReaders readers = PrefixReaders.of(prefixes, readerBlock());
        try (NDManager scope = model.scope()) {
            NDArray filtered = longs(scope, start.filtered());
            NDArray calmed = longs(scope, start.calmed());
            DecodeInput input = new DecodeInput(
                    steps,
                    IntStream.concat(
                                    caches().stream()
                                            .mapToInt(each -> each.places().size()),
                                    widths.stream().mapToInt(Integer::intValue))
                            .asLongStream()
                            .toArray(),
                    longs(scope, start.token()),
                    longs(scope, start.position()),
                    longs(scope, start.left()),
                    longs(scope, start.forced()).reshape(rows, start.forced().length / rows),
                    scope.create(start.uniforms(), new Shape(rows, start.uniforms().length / rows)),
                    scope.create(start.temperatures(), new Shape(rows, 1)),
                    filtered,
                    scope.create(start.limits(), new Shape(filtered.size(), 3)),
                    calmed,
                    scope.create(start.calming(), new Shape(calmed.size(), 5)),
                    longs(scope, start.stop()),
                    longs(scope, firstColumns(prefixes, rows)),
                    longs(scope, readers.members()),
                    longs(scope, readers.counts()),
                    longs(scope, readers.holders()),
                    longs(scope, readers.found()),
                    readers.prefixes());
            NDList result = model.kernels().decode(scope, input, model.kernelWeights(), tensors());
            int written = Math.toIntExact(result.get(0).getShape().get(1));
            int[] tokens = Arrays.stream(result.get(0).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return new Chunk(
                    written, tokens, result.get(1).toFloatArray(), result.get(2).toFloatArray());
        }
    }

    /** The position of each row's first own column. */
    private static IntStream firstColumns(List<Optional<SharedPrefix>> prefixes, int rows) {
        return IntStream.range(0, rows)
                .map(row -> row < prefixes.size()
                        ? prefixes.get(row).map(SharedPrefix::columns).orElse(0)
                        : 0);
    }

    /** Caches of every length, one after the other. */
    private NDList tensors() {
        NDList all = new NDList();
        caches().forEach(each -> all.addAll(each.caches()));
        return all;
    }

    /** Readers of a prefix come in multiples of this: a row's results depend on the rows beside it where they are fewer than 8. */
    int readerBlock() {
        if (caches().get(0).caches().get(0).getDataType() == DataType.BFLOAT16) { // whose results never do
            return 1;
        }
        int group = model.config().heads() / model.config().keyValueHeads();
        return DecodingSession.SLOT_BLOCK / Integer.lowestOneBit(group | DecodingSession.SLOT_BLOCK);
    }

    /** A copy of own columns. */
    NDList take(NDManager owner, int place, int first, int last) {
        reserve(new int[] {place}, any -> last);
        CacheRows rows = cacheOf(place).orElseThrow();
        return model.kernels().take(owner, rows.rowOf(place), first, last, rows.caches());
    }

    /** Puts the first {@code count} of columns that were taken into a slot, from own column {@code first} on. */
    void put(NDList taken, int place, int first, int count) {
        reserve(new int[] {place}, any -> first + count);
        CacheRows rows = cacheOf(place).orElseThrow();
        model.kernels().put(rows.rowOf(place), first, count, taken, rows.caches());
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
        byLength.values().forEach(CacheRows::close);
        byLength.clear();
    }
}
