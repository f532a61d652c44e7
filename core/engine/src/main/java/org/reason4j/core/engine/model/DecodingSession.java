package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decoding slots with their key and value caches: {@code S} slots of {@code C} columns.
 *
 * <p>A slot holds the keys and values of tokens at positions 0 to p - 1; its next token stands at position p and is fed
 * by {@link #decode}. What a slot writes does not depend on the other slots as long as there are at least 8.
 *
 * <p>On the CPU the slots are dealt out to lanes, which are decoded side by side: most operations on a token are too short to
 * be split among threads.
 */
public final class DecodingSession implements AutoCloseable {

    /** Numbers of slots are multiples of this, so that a row's results do not depend on the number of rows. */
    public static final int SLOT_BLOCK = 8;

    /** Attention reads so many columns at a time, and prompts are padded to it; for the same reason. */
    public static final int COLUMN_BLOCK = 16;

    /** Fewer would read the weights again without work to do on them. */
    private static final int FEWEST_SLOTS_OF_A_LANE = 4 * SLOT_BLOCK;

    private final LanguageModel model;
    private final NDManager manager;
    private final int longest;
    private int columns;
    private List<Lane> lanes; // of n slots each; slot s is slot s % n of lane s / n

    /**
     * Opens slots.
     *
     * @param slots number of slots, rounded up to a multiple of {@link #SLOT_BLOCK}, or a little more
     * @param tokens longest sequence, prompt and response together
     */
    public DecodingSession(LanguageModel model, int slots, int tokens) {
        this.model = model;
        manager = model.scope();
        longest = roundUp(tokens, COLUMN_BLOCK);
        lanes = open(slots);
    }

    private List<Lane> open(int slots) {
        int most = manager.getDevice().isGpu() ? 1 : TorchScript.threads();
        int count = Math.max(1, Math.min(most, slots / FEWEST_SLOTS_OF_A_LANE));
        int size = roundUp((slots + count - 1) / count, SLOT_BLOCK);
        return Stream.generate(() -> new Lane(model, size, columns))
                .limit(count)
                .toList();
    }

    /** The smallest multiple of {@code block} that is not below {@code count}. */
    public static int roundUp(int count, int block) {
        return (count + block - 1) / block * block;
    }

    /** Number of slots, {@code S}. */
    public int slots() {
        return lanes.size() * slotsOfLane();
    }

    private int slotsOfLane() {
        return lanes.get(0).slots();
    }

    private Lane laneOf(int slot) {
        return lanes.get(slot / slotsOfLane());
    }

    private int placeOf(int slot) {
        return slot % slotsOfLane();
    }

    /** How many columns sequences of that length need; a little more where they are long, so that it changes less often. */
    private void reserve(int tokens) {
        if (tokens > columns) {
            columns = Math.min(longest, roundUp(tokens + tokens / 16, COLUMN_BLOCK));
        }
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
        reserve(width);
        SideBySide.run(lanes, lane -> lane.widen(columns));
        int rows = Sizes.atLeast(sequences.size());
        long[] ids = new long[rows * width];
        for (int row = 0; row < sequences.size(); row++) {
            for (int t = 0; t < sequences.get(row).length; t++) {
                ids[row * width + t] = sequences.get(row)[t];
            }
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList sources = new NDList();
            NDList places = new NDList();
            for (Lane lane : lanes) {
                int[] here = IntStream.range(0, slots.length)
                        .filter(i -> laneOf(slots[i]) == lane)
                        .toArray();
                sources.add(Lane.longs(scope, Arrays.stream(here).map(i -> source[i])));
                places.add(Lane.longs(scope, Arrays.stream(here).map(i -> placeOf(slots[i]))));
            }
            model.pass(
                    scope,
                    "prefill",
                    new Object[] {
                        scope.create(ids, new Shape(rows, width)), model.fusedAttention(width), sources, places
                    },
                    caches());
        }
    }

    /** The caches of the lanes, one lane after the other. */
    private NDList caches() {
        NDList all = new NDList();
        lanes.forEach(lane -> all.addAll(lane.caches()));
        return all;
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
            int[] stop) {

        /** Whether some slot has top-k, top-p or min-p. */
        boolean filtered() {
            return IntStream.range(0, token.length)
                    .anyMatch(i -> limits[3 * i] != 0 || limits[3 * i + 1] != 1 || limits[3 * i + 2] != 0);
        }

        boolean isIdle() {
            return Arrays.stream(left).allMatch(tokens -> tokens <= 0);
        }

        /** The longest sequence after a stretch. */
        int reach(int steps) {
            return IntStream.range(0, token.length)
                    .map(slot -> position[slot] + Math.max(1, Math.min(steps, left[slot])))
                    .max()
                    .orElseThrow();
        }

        /** What some consecutive slots start from. */
        Start part(int first, int count) {
            return new Start(
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

    /**
     * What a stretch wrote: {@code n} tokens per slot, {@code [S, n]} flattened. What follows a slot's end has no meaning.
     *
     * @param steps {@code n}
     * @param tokens the tokens
     * @param logprobs their log-probabilities under the model, at the slot's temperature
     * @param sampledLogprobs their log-probabilities after top-k, top-p and min-p
     */
    public record Stretch(int steps, int[] tokens, float[] logprobs, float[] sampledLogprobs) {

        /** Room for a stretch in so many slots. */
        private static Stretch empty(int slots, int steps) {
            return new Stretch(steps, new int[slots * steps], new float[slots * steps], new float[slots * steps]);
        }

        /** Takes over what consecutive slots wrote, which may have ended earlier. */
        private void put(int first, int count, Stretch part) {
            for (int slot = 0; slot < count; slot++) {
                int from = slot * part.steps;
                int to = (first + slot) * steps;
                System.arraycopy(part.tokens, from, tokens, to, part.steps);
                System.arraycopy(part.logprobs, from, logprobs, to, part.steps);
                System.arraycopy(part.sampledLogprobs, from, sampledLogprobs, to, part.steps);
            }
        }
    }

    /** Decodes {@code steps} tokens in every slot, or fewer when all of them are done. At least one has a token left to write. */
    public Stretch decode(int steps, Start start) {
        reserve(start.reach(steps));
        int count = slotsOfLane();
        List<Start> starts = IntStream.range(0, lanes.size())
                .mapToObj(lane -> start.part(lane * count, count))
                .toList();
        List<Integer> busy = IntStream.range(0, lanes.size())
                .filter(lane -> !starts.get(lane).isIdle())
                .boxed()
                .toList();
        List<Stretch> parts =
                SideBySide.run(busy, lane -> lanes.get(lane).widen(columns).decode(steps, starts.get(lane)));
        Stretch all = Stretch.empty(
                slots(), parts.stream().mapToInt(Stretch::steps).max().orElseThrow());
        for (int i = 0; i < parts.size(); i++) {
            all.put(busy.get(i) * count, count, parts.get(i));
        }
        return all;
    }

    /**
     * Changes the number of slots.
     *
     * @param kept slots to keep, which become slots 0, 1, …
     * @param slots how many there are then, rounded up as by the constructor; at least as many as are kept
     */
    public void resize(int[] kept, int slots) {
        List<Lane> old = lanes;
        int oldCount = slotsOfLane();
        lanes = open(slots);
        for (Lane source : old) {
            for (Lane target : lanes) {
                int[] moving = IntStream.range(0, kept.length)
                        .filter(i -> old.get(kept[i] / oldCount) == source && laneOf(i) == target)
                        .toArray();
                if (moving.length > 0) {
                    target.copy(
                            source,
                            Arrays.stream(moving).map(i -> kept[i] % oldCount),
                            Arrays.stream(moving).map(this::placeOf));
                }
            }
            source.close();
        }
    }

    /** Keys and values of a stretch of tokens, outside the slots. Freed with the session, or before. */
    public static final class Columns implements AutoCloseable {

        private final NDList caches;

        Columns(NDList caches) {
            this.caches = caches;
        }

        /** Keys of every layer, then values of every layer, {@code [kv, columns, D]}. */
        NDList caches() {
            return caches;
        }

        @Override
        public void close() {
            caches.close();
        }
    }

    /** Copies the keys and values at positions {@code first} to {@code last - 1} out of a slot. */
    public Columns take(int slot, int first, int last) {
        return laneOf(slot).take(manager, placeOf(slot), first, last);
    }

    /** Copies the first {@code count} of some columns into a slot, from position {@code first} on. */
    public void put(Columns taken, int slot, int first, int count) {
        reserve(first + count);
        laneOf(slot).widen(columns);
        laneOf(slot).put(taken, placeOf(slot), first, count);
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
        lanes = List.of(); // closing twice must not keep the same caches twice
        manager.close();
    }
}
