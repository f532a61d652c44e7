package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.kernel.KernelForm;
import org.reason4j.core.engine.model.kernel.PrefillInput;
import org.reason4j.core.engine.model.kernel.Processor;
import org.reason4j.core.engine.model.kernel.SideBySide;
import org.reason4j.core.engine.model.kernel.Sizes;
import org.reason4j.core.engine.model.kernel.TorchScript;

/**
 * Decoding slots with their key and value caches: {@code S} slots of {@code C} columns of their own, and the prefixes that they
 * share.
 *
 * <p>A slot holds the keys and values of tokens at positions 0 to p - 1; its next token stands at position p and is fed
 * by {@link #decode}. Those of a long prompt's first tokens are held once for all slots that begin with it. The tokens of a
 * slot do not depend on the other slots.
 *
 * <p>In the CPU form of kernels the slots are divided into batches, which are decoded side by side: most operations on a token
 * are too short to be split among threads.
 */
public final class DecodingSession implements AutoCloseable {

    /** Numbers of slots are multiples of this. */
    public static final int SLOT_BLOCK = 8;

    /** Fewer would read the weights again without work to do on them. */
    private static final int FEWEST_SLOTS_OF_A_BATCH = 4 * SLOT_BLOCK;

    private final LanguageModel model;
    private final NDManager manager;
    private final int longest;
    private List<DecodeBatch> batches; // of n slots each; slot s is slot s % n of batch s / n
    private final SlotPrefixes prefixes;

    /**
     * Opens slots.
     *
     * @param slots number of slots, rounded up to a multiple of {@link #SLOT_BLOCK}, or a little more
     * @param tokens longest sequence, prompt and response together
     */
    public DecodingSession(LanguageModel model, int slots, int tokens) {
        this.model = model;
        manager = model.scope();
        longest = Sizes.roundUp(tokens, Sizes.COLUMN_BLOCK);
        batches = open(slots);
        prefixes = new SlotPrefixes(slots());
    }

    private List<DecodeBatch> open(int slots) {
        int most = model.kernels().form() == KernelForm.PORTABLE ? 1 : TorchScript.threads();
        int count = Math.max(1, Math.min(most, slots / FEWEST_SLOTS_OF_A_BATCH));
        int size = Sizes.roundUp((slots + count - 1) / count, SLOT_BLOCK);
        return Stream.generate(() -> new DecodeBatch(model, size, longest))
                .limit(count)
                .toList();
    }

    /** Number of slots, {@code S}. */
    public int slots() {
        return batches.size() * slotsPerBatch();
    }

    private int slotsPerBatch() {
        return batches.get(0).slots();
    }

    private DecodeBatch batchOf(int slot) {
        return batches.get(slot / slotsPerBatch());
    }

    private int placeOf(int slot) {
        return slot % slotsPerBatch();
    }

    /**
     * Width of a sequence in passes that read it, if only sequences of the same width may stand beside it, or 0 if all others
     * of width 0 may: sums over that many columns are divided by the width of a pass, and have other last bits in another one.
     *
     * @return a multiple of {@link Sizes#COLUMN_BLOCK}, or 0
     */
    public int passWidth(int tokens) {
        int width = Sizes.roundUp(tokens, Sizes.COLUMN_BLOCK);
        return model.readsWithFusedAttention(width) || width > Processor.columnsInOneSum() ? width : 0;
    }

    /**
     * Reads token sequences into slots, all of them in one pass. They have the same {@linkplain #passWidth pass width}, so that
     * the keys and values of a slot do not depend on the others.
     *
     * @param sequences token sequences, none of them empty
     * @param source for each slot to fill, the index of its sequence
     * @param slots the slots to fill
     */
    public void prefill(List<int[]> sequences, int[] source, int[] slots) {
        int width = Sizes.roundUp(
                sequences.stream().mapToInt(tokens -> tokens.length).max().orElseThrow(), Sizes.COLUMN_BLOCK);
        int rows = Sizes.atLeast(sequences.size());
        int[] split = new int[rows];
        long[] ids = new long[rows * width];
        for (int row = 0; row < sequences.size(); row++) {
            int[] tokens = sequences.get(row);
            split[row] = prefixColumns(tokens.length);
            for (int t = 0; t < tokens.length; t++) {
                ids[row * width + t] = tokens[t];
            }
        }
        Arrays.stream(slots).forEach(this::free);
        for (DecodeBatch batch : batches) {
            reserve(batch, slots, i -> sequences.get(source[i]).length - split[source[i]]);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray tokens = scope.create(ids, new Shape(rows, width));
            PrefillInput input = writes(scope, tokens, model.readsWithFusedAttention(width), split, source, slots);
            NDList read = model.kernels().prefill(scope, input, model.kernelWeights(), tensors());
            share(read, split, source, slots);
        }
    }

    /** Gives the i-th of some slots a row of so many columns, if it is one of the batch's. */
    private void reserve(DecodeBatch batch, int[] slots, IntUnaryOperator columns) {
        int[] byPlace = new int[batch.slots()];
        int[] here = IntStream.range(0, slots.length)
                .filter(i -> batchOf(slots[i]) == batch)
                .toArray();
        Arrays.stream(here).forEach(i -> byPlace[placeOf(slots[i])] = columns.applyAsInt(i));
        batch.reserve(Arrays.stream(here).map(i -> placeOf(slots[i])).toArray(), place -> byPlace[place]);
    }

    /** Number of a prompt's first tokens that slots share. A window would leave out other columns of a prefix for each slot. */
    private int prefixColumns(int tokens) {
        return model.config().architecture().hasWindows() ? 0 : SharedPrefix.columnsOf(tokens);
    }

    /** The writes of a prefill: one for each length of each batch's caches and each number of columns that prompts share. */
    private PrefillInput writes(NDManager scope, NDArray ids, boolean fused, int[] split, int[] source, int[] slots) {
        NDList sources = new NDList();
        NDList places = new NDList();
        List<Integer> into = new ArrayList<>();
        List<Integer> first = new ArrayList<>();
        List<CacheRows> caches = caches();
        for (int index = 0; index < caches.size(); index++) {
            CacheRows rows = caches.get(index);
            for (int columnsBefore : Arrays.stream(split).distinct().toArray()) {
                int[] here = IntStream.range(0, slots.length)
                        .filter(i -> cacheOf(slots[i]) == rows && split[source[i]] == columnsBefore)
                        .toArray();
                if (here.length > 0) {
                    sources.add(DecodeBatch.longs(scope, Arrays.stream(here).map(i -> source[i])));
                    places.add(DecodeBatch.longs(scope, Arrays.stream(here).map(i -> rows.rowOf(placeOf(slots[i])))));
                    into.add(index);
                    first.add(columnsBefore);
                }
            }
        }
        return new PrefillInput(
                ids,
                fused,
                DecodeBatch.longs(scope, Arrays.stream(split)),
                sources,
                places,
                DecodeBatch.longs(scope, into),
                DecodeBatch.longs(scope, first));
    }

    /** Gives slots the prefixes that were read: layer by layer, keys and values of each prompt that is split. */
    private void share(NDList read, int[] split, int[] source, int[] slots) {
        int layers = model.config().layers();
        int[] shared =
                IntStream.range(0, split.length).filter(row -> split[row] > 0).toArray();
        for (int j = 0; j < shared.length; j++) {
            NDList tensors = new NDList();
            for (int half = 0; half < 2; half++) {
                for (int layer = 0; layer < layers; layer++) {
                    tensors.add(read.get(1 + 2 * (layer * shared.length + j) + half));
                }
            }
            tensors.attach(manager);
            SharedPrefix prefix = new SharedPrefix(split[shared[j]], tensors);
            int row = shared[j];
            IntStream.range(0, slots.length)
                    .filter(i -> source[i] == row)
                    .forEach(i -> prefixes.set(slots[i], Optional.of(prefix)));
            prefix.release();
        }
    }

    /** The caches of the batches, one batch after the other. */
    private List<CacheRows> caches() {
        return batches.stream().flatMap(batch -> batch.caches().stream()).toList();
    }

    private NDList tensors() {
        NDList all = new NDList();
        caches().forEach(each -> all.addAll(each.caches()));
        return all;
    }

    private CacheRows cacheOf(int slot) {
        return batchOf(slot).cacheOf(placeOf(slot)).orElseThrow();
    }

    /** Decodes {@code steps} tokens in every slot, or fewer when all of them are done. At least one has a token left to write. */
    public Chunk decode(int steps, ChunkStart start) {
        int count = slotsPerBatch();
        List<Integer> busy = IntStream.range(0, batches.size())
                .filter(batch ->
                        !IntStream.range(batch * count, (batch + 1) * count).allMatch(start::isIdle))
                .boxed()
                .toList();
        List<Chunk> parts = SideBySide.run(busy, batch -> {
            int[] slots = IntStream.range(batch * count, (batch + 1) * count).toArray();
            return batches.get(batch)
                    .decode(
                            steps,
                            start.rows(slots, count),
                            prefixes.part(slots[0], count),
                            place -> prefixes.first(slots[place]));
        });
        Chunk all =
                Chunk.empty(slots(), parts.stream().mapToInt(Chunk::steps).max().orElseThrow());
        for (int i = 0; i < parts.size(); i++) {
            int first = busy.get(i) * count;
            all.put(IntStream.range(first, first + count).toArray(), parts.get(i));
        }
        return all;
    }

    /** True if {@link #verify} is at hand: in the CPU form of kernels, with few slots. */
    public boolean verifies() {
        return batches.size() == 1 && model.kernels().form() != KernelForm.PORTABLE;
    }

    /** Rows of {@link #verify} come in multiples of this, so that a row's results do not depend on the number of rows. */
    public int rowBlock() {
        return batches.get(0).rowBlock();
    }

    /**
     * Feeds several tokens to a slot in one pass, each in a row of its own, and draws the token after each. Results are the bits
     * of {@link #decode}, which feeds them one by one. Keys and values of tokens that turn out wrong are written over later.
     *
     * @param slot the slot of each row; rows of a slot stand together, at consecutive positions
     * @param rows one entry per row instead of per slot, a multiple of {@link #rowBlock} of them; those after the last of
     *     {@code slot} only fill up. Forced tokens and stop ids are not read
     * @return one token per row
     */
    public Chunk verify(int[] slot, ChunkStart rows) {
        int[] reach = new int[slots()];
        for (int row = 0; row < slot.length; row++) { // the last row of a slot stands last
            reach[slot[row]] = rows.position()[row] - prefixes.first(slot[row]) + 1;
        }
        DecodeBatch batch = batches.get(0);
        batch.reserve(Arrays.stream(slot).distinct().toArray(), place -> reach[place]);
        return new VerifyingPass(model, batch, prefixes).run(slot, rows);
    }

    /**
     * Changes the number of slots.
     *
     * @param kept slots to keep, which become slots 0, 1, …
     * @param slots how many there are then, rounded up as by the constructor; at least as many as are kept
     */
    public void resize(int[] kept, int slots) {
        List<DecodeBatch> old = batches;
        int oldCount = slotsPerBatch();
        batches = open(slots);
        for (DecodeBatch source : old) {
            for (DecodeBatch target : batches) {
                int[] moving = IntStream.range(0, kept.length)
                        .filter(i -> old.get(kept[i] / oldCount) == source && batchOf(i) == target)
                        .toArray();
                if (moving.length > 0) {
                    target.copy(
                            source,
                            Arrays.stream(moving).map(i -> kept[i] % oldCount).toArray(),
                            Arrays.stream(moving).map(this::placeOf).toArray());
                }
            }
            source.close();
        }
        prefixes.resize(kept, slots());
    }

    /**
     * Copies the keys and values at positions {@code first} to {@code last - 1} out of a slot, all of its prefix or nothing of it;
     * the prefix itself is not copied.
     */
    public CacheSlice take(int slot, int first, int last) {
        int own = prefixes.first(slot);
        boolean whole = first == 0;
        if (whole ? last < own : first < own) {
            throw new IllegalArgumentException("positions " + first + " to " + last + " are a part of the " + own
                    + " that slot " + slot + " shares, expected all of them or none");
        }
        NDList tensors = batchOf(slot).take(manager, placeOf(slot), Math.max(0, first - own), last - own);
        return new CacheSlice(whole ? prefixes.of(slot).map(SharedPrefix::retain) : Optional.empty(), tensors);
    }

    /**
     * Puts the first {@code count} of some columns into a slot, from position {@code first} on: at position 0 with the prefix that
     * they begin with, all of it, which is not copied.
     */
    public void put(CacheSlice taken, int slot, int first, int count) {
        if (first == 0) {
            free(slot);
            prefixes.set(slot, taken.prefix());
        }
        int before = prefixes.first(slot);
        int own = Math.max(0, first - before);
        int end = first + count - before;
        batchOf(slot).put(taken.tensors(), placeOf(slot), own, end - own);
    }

    /** Forgets what a slot holds. */
    public void free(int slot) {
        prefixes.set(slot, Optional.empty());
        batchOf(slot).free(placeOf(slot));
    }

    @Override
    public void close() {
        batches.forEach(DecodeBatch::close);
        batches = List.of(); // closing twice must not keep the same caches twice
        manager.close();
    }
}
