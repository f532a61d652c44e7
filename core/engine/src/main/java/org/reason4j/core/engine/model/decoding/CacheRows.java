package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.kernel.KernelForm;
import org.reason4j.core.engine.model.kernel.Sizes;

/**
 * Key and value caches of one length, with a row for each slot whose own columns fit. Rows have no gaps: the last one takes
 * the place of one that leaves.
 */
final class CacheRows implements AutoCloseable {

    /** Shorter rows are not told apart: attention over them costs less than a call of its own. */
    static final int SHORTEST = 128;

    /** Larger caches are freed; smaller ones are kept for later. */
    private static final long MOST_BYTES_KEPT = 1L << 27;

    private final LanguageModel model;
    private final int columns;
    private final NDList caches; // native code resizes them: NDArray.getShape may tell an earlier shape
    private final List<Integer> places = new ArrayList<>();
    private int cleared;
    private int room;

    /** Opens caches without rows. */
    CacheRows(LanguageModel model, int columns) {
        this.model = model;
        this.columns = columns;
        caches = model.caches().take(columns, model.kernelWeights());
    }

    /**
     * The length of a row for so many columns: 128, 192, 256, 384, 512 and so on. A slot that grows is copied when it reaches the
     * next length, so each of its columns is copied twice on average.
     *
     * @param longest the length of a row for all positions
     */
    static int lengthFor(int columns, int longest) {
        int length = SHORTEST;
        while (length < columns) {
            length += Integer.bitCount(length) == 1 ? length / 2 : length / 3;
        }
        return Math.min(length, longest);
    }

    /** Columns of a row. */
    int columns() {
        return columns;
    }

    /** The place of each row's slot in its batch, row by row. */
    List<Integer> places() {
        return places;
    }

    /** Keys of every layer, then values of every layer, {@code [rows kv, columns, D]}. */
    NDList caches() {
        return caches;
    }

    int rowOf(int place) {
        return places.indexOf(place);
    }

    /** Gives slots rows, whose numbers are finite and otherwise without meaning. */
    void add(List<Integer> added) {
        places.addAll(added);
        if (places.size() > cleared) {
            if (places.size() > room) {
                room = Sizes.roundUp(Math.max(places.size(), 2 * room), DecodingSession.SLOT_BLOCK);
            }
            cleared = places.size();
            model.kernels().extend(cleared, room, caches);
        }
    }

    /** Takes the rows of slots away. */
    void remove(List<Integer> removed) {
        removed.stream().map(this::rowOf).sorted(Comparator.reverseOrder()).forEach(row -> {
            int last = places.size() - 1;
            if (row < last) {
                copyRows(List.of(last), this, List.of(row));
                places.set(row, places.get(last));
            }
            places.remove(last);
        });
    }

    /** Copies slots' rows into those of other slots, of other caches, as far as both reach. */
    void copy(List<Integer> from, CacheRows target, List<Integer> to) {
        copyRows(
                from.stream().map(this::rowOf).toList(),
                target,
                to.stream().map(target::rowOf).toList());
    }

    private void copyRows(List<Integer> rows, CacheRows target, List<Integer> targetRows) {
        try (NDManager scope = model.scope()) {
            NDArray from = DecodeBatch.longs(scope, rows);
            NDArray to = DecodeBatch.longs(scope, targetRows);
            model.kernels().move(Math.min(columns, target.columns), from, to, caches, target.caches);
        }
    }

    @Override
    public void close() {
        if (model.kernels().form() == KernelForm.PORTABLE
                || bytes() > MOST_BYTES_KEPT) { // PyTorch keeps the GPU's memory
            caches.close();
        } else {
            model.caches().giveBack(caches);
        }
    }

    /** Memory that the rows have taken. */
    private long bytes() {
        return (long) cleared
                * model.config().keyValueHeads()
                * columns
                * model.config().headSize()
                * caches.size()
                * caches.get(0).getDataType().getNumOfBytes();
    }
}
