package org.reason4j.core.engine.rollout;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.core.engine.model.decoding.Chunk;
import org.reason4j.core.engine.model.decoding.DecodingSession;
import org.reason4j.core.engine.rollout.draft.DraftedSequence;

/**
 * A sequence and its place in the KV cache: the number of its tokens whose keys and values its slot holds, and the prefix
 * of it that is cached outside the slot.
 *
 * <p>A token that is read gives the next one, which is drawn unless it is known already.
 */
final class CachedSequence implements DraftedSequence {

    private final Sequence sequence;
    private final Optional<PlanCache> plan;
    private final NavigableSet<Integer> sharingPoints = new TreeSet<>(); // lengths of prefixes that others wait for
    private Optional<CachedPrefix> prefix = Optional.empty();
    private Optional<CachedPrefix.KeyValues> parked = Optional.empty();
    private int read;
    private int shared;
    private int idle; // chunks since the environment was asked

    /** Prepares a sequence that was not read; {@code plan} is the cache of its plan, if it belongs to one. */
    CachedSequence(Sequence sequence, Optional<PlanCache> plan) {
        this.sequence = sequence;
        this.plan = plan;
    }

    Sequence sequence() {
        return sequence;
    }

    Optional<PlanCache> plan() {
        return plan;
    }

    /** The token to read next. */
    int next() {
        return sequence.tokens()[read];
    }

    /** Number of tokens whose keys and values the slot holds; the position of the token to read next. */
    @Override
    public int read() {
        return read;
    }

    /** Number of tokens to come, known ones that are only read included; 0 while nothing can be read. */
    @Override
    public int left() {
        return sequence.isOpen() ? sequence.limit() - 1 - read : 0;
    }

    /** The part of the sequence that is cached outside its slot. */
    Optional<CachedPrefix> prefix() {
        return prefix;
    }

    /** Number of its first tokens that are in {@link #prefix}. */
    int shared() {
        return shared;
    }

    /** Begins with the first {@code count} tokens read, which are in its slot and, if it is present, in {@code cached}. */
    void start(int count, Optional<CachedPrefix> cached) {
        read = count;
        shared = count;
        prefix = cached;
    }

    /** Counts a chunk during which the environment did not answer. */
    void idle() {
        idle++;
    }

    /** True if it waits for the environment, and has for a whole chunk: calls that end sooner are not worth a copy. */
    boolean isIdle() {
        return idle > 0 && sequence.turns().isWaiting();
    }

    /** Leaves its slot with a copy of the keys and values that it holds. */
    void park(CachedPrefix.KeyValues copy) {
        parked = Optional.of(copy);
    }

    /** True while it has left its slot. */
    boolean isParked() {
        return parked.isPresent();
    }

    /** Returns to a slot, into which the keys and values are copied. */
    void resume(int slot) {
        parked.ifPresent(copy -> copy.copyTo(slot, 0, read));
        discard();
    }

    /** Frees the copy. */
    void discard() {
        parked.ifPresent(CachedPrefix.KeyValues::close);
        parked = Optional.empty();
        idle = 0;
    }

    /** Demands that the first {@code count} tokens are cached outside the slot once they are read. */
    void shareAt(int count) {
        sharingPoints.add(count);
    }

    /** Number of first tokens to cache outside the slot now; empty unless another sequence waits for them. */
    Optional<Integer> sharingPoint() {
        return Optional.ofNullable(sharingPoints.floor(read)).filter(count -> count > shared);
    }

    /** Notes that its beginning was cached outside the slot. */
    void share(CachedPrefix beginning) {
        shared = beginning.tokens().count();
        prefix = Optional.of(beginning);
        sharingPoints.headSet(shared, true).clear();
    }

    /** Copies the keys and values of its first {@code count} tokens out of its slot, but for those that are in its prefix. */
    CachedPrefix copy(DecodingSession session, int slot, int count) {
        return new CachedPrefix(
                prefix,
                shared,
                new Tokens(Arrays.copyOf(sequence.tokens(), count)),
                CachedPrefix.KeyValues.of(session, slot, shared, count));
    }

    /** Puts the draws for the next tokens into an array, from {@code offset} on. */
    void draw(float[] uniforms, int offset, int steps) {
        for (int i = 0; i < steps; i++) {
            uniforms[offset + i] = uniform(i);
        }
    }

    @Override
    public String group() {
        return sequence.request().prompt().id();
    }

    @Override
    public int[] tokens() {
        return sequence.tokens();
    }

    @Override
    public int known() {
        return sequence.known();
    }

    @Override
    public SamplingParams params() {
        return sequence.params();
    }

    @Override
    public float uniform(int ahead) {
        return Draws.uniform(sequence.key(), read + 1 + ahead - sequence.promptLength());
    }

    /** Puts the next tokens into an array where they are known. */
    void force(int[] forced, int offset, int steps) {
        for (int i = 0; i < steps && read + 1 + i < sequence.known(); i++) {
            forced[offset + i] = sequence.tokens()[read + 1 + i];
        }
    }

    /** Appends what a chunk read and wrote in the sequence's slot, up to its end; returns how many tokens it read. */
    int append(Chunk chunk, int slot) {
        int steps = 0;
        while (steps < chunk.steps() && left() > 0) {
            int at = slot * chunk.steps() + steps++;
            append(chunk.tokens()[at], chunk.logprobs()[at], chunk.sampledLogprobs()[at]);
        }
        return steps;
    }

    @Override
    public void append(int token, float logprob, float sampledLogprob) {
        if (++read == sequence.known()) {
            idle = 0;
            sequence.write(token, logprob, sampledLogprob);
        }
    }
}
