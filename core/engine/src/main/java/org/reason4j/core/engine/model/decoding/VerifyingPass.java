package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.kernel.VerifyInput;

/** A pass over rows of slots, several of which may belong to the same slot. */
final class VerifyingPass {

    private final LanguageModel model;
    private final DecodeBatch batch;
    private final SlotPrefixes prefixes;

    VerifyingPass(LanguageModel model, DecodeBatch batch, SlotPrefixes prefixes) {
        this.model = model;
        this.batch = batch;
        this.prefixes = prefixes;
    }

    /** Runs it, as {@link DecodingSession#verify} says. */
    Chunk run(int[] slot, ChunkStart rows) {
        int[] column = IntStream.range(0, slot.length)
                .map(row -> rows.position()[row] - prefixes.first(slot[row]))
                .toArray();
        PrefixReaders readers =
                PrefixReaders.of(Arrays.stream(slot).mapToObj(prefixes::of).toList(), batch.readerBlock());
        int count = rows.token().length;
        try (NDManager scope = model.scope()) {
            NDArray filtered = DecodeBatch.longs(scope, rows.filtered());
            NDArray calmed = DecodeBatch.longs(scope, rows.calmed());
            Grid grid = grid(scope, slot, column);
            VerifyInput input = new VerifyInput(
                    grid.groups().stream().mapToLong(Integer::longValue).toArray(),
                    grid.tensors(),
                    DecodeBatch.longs(scope, Arrays.stream(rows.token())),
                    DecodeBatch.longs(scope, Arrays.stream(rows.position())),
                    DecodeBatch.longs(scope, Arrays.stream(column)),
                    DecodeBatch.longs(scope, Arrays.stream(grid.cell())),
                    scope.create(rows.uniforms(), new Shape(count, 1)),
                    scope.create(rows.temperatures(), new Shape(count, 1)),
                    filtered,
                    scope.create(rows.limits(), new Shape(filtered.size(), 3)),
                    calmed,
                    scope.create(rows.calming(), new Shape(calmed.size(), 5)),
                    DecodeBatch.longs(scope, readers.members()),
                    DecodeBatch.longs(scope, readers.counts()),
                    DecodeBatch.longs(scope, readers.holders()),
                    DecodeBatch.longs(scope, readers.found()),
                    readers.prefixes());
            NDList result = model.kernels().verify(scope, input, model.kernelWeights(), grid.caches());
            int[] tokens = Arrays.stream(result.get(0).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return new Chunk(
                    1, tokens, result.get(1).toFloatArray(), result.get(2).toFloatArray());
        }
    }

    /** Sorts the rows by the lengths of their slots' caches. */
    private Grid grid(NDManager scope, int[] slot, int[] column) {
        Grid grid = new Grid(new ArrayList<>(), new NDList(), new int[slot.length], new NDList());
        int cells = 0;
        for (CacheRows each : batch.caches()) {
            int[] here = IntStream.range(0, slot.length)
                    .filter(row -> each.rowOf(slot[row]) >= 0)
                    .toArray();
            if (here.length > 0) {
                cells += add(grid, scope, each, here, slot, column, cells);
            }
        }
        return grid;
    }

    /** Adds the rows of one length, behind so many cells of others; returns the number of its cells. */
    private static int add(
            Grid grid, NDManager scope, CacheRows caches, int[] here, int[] slot, int[] column, int before) {
        int slots = caches.places().size();
        int[] counts = new int[slots];
        int[] nth = new int[here.length];
        for (int i = 0; i < here.length; i++) {
            nth[i] = counts[caches.rowOf(slot[here[i]])]++;
        }
        int width = Arrays.stream(counts).max().orElseThrow();
        int[] rows = new int[slots * width];
        for (int i = 0; i < here.length; i++) {
            int cell = caches.rowOf(slot[here[i]]) * width + nth[i];
            rows[cell] = here[i];
            grid.cell()[here[i]] = before + cell;
        }
        int reach = Arrays.stream(here).map(row -> column[row] + 1).max().orElseThrow();
        grid.groups().addAll(List.of(slots, width, DecodeBatch.width(caches, place -> reach)));
        grid.tensors().add(DecodeBatch.longs(scope, Arrays.stream(here)));
        grid.tensors().add(DecodeBatch.longs(scope, Arrays.stream(here).map(row -> caches.rowOf(slot[row]))));
        grid.tensors().add(DecodeBatch.longs(scope, Arrays.stream(rows)));
        grid.caches().addAll(caches.caches());
        return rows.length;
    }

    /**
     * Rows by the caches of their slots; see {@link VerifyInput}.
     *
     * @param groups three numbers for each length
     * @param tensors three tensors for each length
     * @param cell the cell of each row
     * @param caches those of each length, one after the other
     */
    private record Grid(List<Integer> groups, NDList tensors, int[] cell, NDList caches) {}
}
