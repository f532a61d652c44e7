package org.reason4j.core.engine.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.decoding.Chunk;
import org.reason4j.core.engine.model.decoding.ChunkStart;
import org.reason4j.core.engine.model.decoding.DecodingSession;
import org.reason4j.core.engine.model.decoding.SlotUse;
import org.reason4j.core.engine.model.kernel.Sizes;
import org.reason4j.core.engine.rollout.draft.DraftMemory;
import org.reason4j.core.engine.rollout.draft.DraftUse;
import org.reason4j.core.engine.rollout.draft.DraftWriter;

/**
 * Writes sequences in the slots of this process: a waiting sequence enters as soon as another one leaves. There are as many
 * slots as sequences, up to a limit.
 *
 * <p>A sequence whose environment takes long leaves its slot to one that waits for a slot: its keys and values are copied out,
 * and back when it has its answer. No more than the limit are outside at a time.
 */
final class LocalWriter implements SequenceWriter {

    /** Tokens per native call; between calls finished sequences leave and waiting ones enter. */
    private static final int CHUNK = 16;

    private final LanguageModel model;
    private final int limit;
    private final Deque<CachedSequence> waiting = new ArrayDeque<>();
    private final List<CachedSequence> parked = new ArrayList<>(); // for the environment, outside the slots
    private final PromptCache prompts;
    private final Set<LocalPlan> plans = new LinkedHashSet<>();
    private @Nullable DecodingSession session; // while there are sequences
    private @Nullable CachedSequence[] slots = new CachedSequence[0];
    private long tokensRead;
    private final SlotUse use = new SlotUse();
    private final DraftWriter drafts;

    /**
     * Opens a writer without slots.
     *
     * @param limit most sequences decoded together
     * @param memory responses to draft from; empty to draft nothing
     */
    LocalWriter(LanguageModel model, int limit, Optional<DraftMemory> memory, PromptReuse reuse) {
        this.model = model;
        this.limit = limit;
        prompts = new PromptCache(reuse);
        drafts = new DraftWriter(memory);
    }

    /** Opens writers that decode with a model, at most {@code limit} sequences together. */
    static Factory factory(LanguageModel model, int limit, Optional<DraftMemory> memory) {
        return new Factory() {
            @Override
            public SequenceWriter open() {
                return new LocalWriter(model, limit, memory, PromptReuse.none());
            }

            @Override
            public long version() {
                return model.version();
            }

            @Override
            public int maxPositions() {
                return model.config().maxPositions();
            }

            @Override
            public String source() {
                return model.config().source();
            }
        };
    }

    @Override
    public Plan openPlan() {
        LocalPlan plan = new LocalPlan(new PlanCache(prompts), this::queue, closed -> {
            plans.remove(closed);
            closeIfIdle();
        });
        plans.add(plan);
        return plan;
    }

    @Override
    public OptionalLong tokensRead() {
        return OptionalLong.of(tokensRead);
    }

    @Override
    public OptionalDouble slotsUsed() {
        return use.mean();
    }

    @Override
    public Optional<DraftUse> drafts() {
        return drafts.use();
    }

    @Override
    public void add(Sequence sequence) {
        queue(new CachedSequence(sequence, Optional.empty()));
    }

    private void queue(CachedSequence sequence) {
        waiting.add(sequence);
        drafts.follow(sequence);
        prompts.retain(sequence.sequence().prompt());
    }

    /** Gives up a sequence that belongs to no plan. */
    void remove(Sequence sequence) {
        if (waiting.removeIf(each -> each.sequence() == sequence)) {
            prompts.release(sequence.prompt());
        }
        IntStream.of(busy())
                .filter(slot -> Objects.requireNonNull(slots[slot]).sequence() == sequence)
                .forEach(this::free);
        closeIfIdle();
    }

    @Override
    public boolean isEmpty() {
        return waiting.isEmpty()
                && parked.isEmpty()
                && busy().length == 0
                && plans.stream().noneMatch(LocalPlan::hasFollowers);
    }

    /** Decodes a chunk in all slots, and goes on with sequences that the environment has answered. */
    @Override
    public List<Sequence> advance() {
        plans.forEach(LocalPlan::queueFollowers);
        if (session == null) {
            session = new DecodingSession(
                    model, Math.min(limit, waiting.size()), model.config().maxPositions());
            slots = new CachedSequence[session.slots()];
        }
        List<Sequence> ended = listenOutside();
        park(session);
        resize(session);
        admit(session);
        if (decoding().anyMatch(sequence -> sequence.left() > 0)) {
            decode(session);
        } else if (ended.isEmpty()) {
            Episodes.awaitAny(awaited());
        }
        decoding().forEach(sequence -> sequence.sequence().listen());
        ended.addAll(release(session));
        return ended;
    }

    /** Queues parked sequences that were answered, before those that have not begun; returns those that have ended. */
    private List<Sequence> listenOutside() {
        List<Sequence> ended = new ArrayList<>();
        for (CachedSequence each : List.copyOf(parked)) {
            Sequence sequence = each.sequence();
            sequence.listen();
            if (!sequence.turns().isWaiting()) {
                parked.remove(each);
                if (sequence.isFinished() && !sequence.isKept()) {
                    each.discard();
                    ended.add(sequence);
                } else {
                    waiting.addFirst(each);
                }
            }
        }
        return ended;
    }

    /** Takes sequences out of their slots that have waited for the environment for a while, where others wait for a slot. */
    private void park(DecodingSession open) {
        boolean stuck = decoding().noneMatch(each -> each.left() > 0);
        int wanted = waiting.size() - (Math.max(limit, slots.length) - busy().length);
        for (int slot = 0; slot < slots.length && wanted > 0 && parked.size() < limit; slot++) {
            CachedSequence each = slots[slot];
            if (each != null
                    && (each.isIdle() || stuck && each.sequence().turns().isWaiting())) {
                each.park(CachedPrefix.KeyValues.of(open, slot, 0, each.read()));
                parked.add(each);
                free(slot);
                wanted--;
            }
        }
    }

    private Stream<CachedSequence> decoding() {
        return Arrays.stream(slots).filter(Objects::nonNull);
    }

    private List<Dialogue> awaited() {
        return Stream.concat(decoding(), parked.stream())
                .map(each -> each.sequence().turns().awaited())
                .flatMap(Optional::stream)
                .toList();
    }

    private int[] busy() {
        return IntStream.range(0, slots.length)
                .filter(slot -> slots[slot] != null)
                .toArray();
    }

    /** Opens more slots where sequences wait for one, and fewer once half of them would do. */
    private void resize(DecodingSession open) {
        int[] busy = busy();
        int wanted = Sizes.roundUp(Math.min(limit, busy.length + waiting.size()), DecodingSession.SLOT_BLOCK);
        if (wanted > slots.length || wanted <= slots.length / 2) {
            open.resize(busy, wanted);
            @Nullable CachedSequence[] moved = new CachedSequence[open.slots()];
            for (int i = 0; i < busy.length; i++) {
                moved[i] = slots[busy[i]];
            }
            slots = moved;
        }
    }

    /** Fills free slots. Cached prefixes are copied into them; prompts that are not cached are read now. */
    private void admit(DecodingSession open) {
        Map<Tokens, List<Integer>> readers = new LinkedHashMap<>();
        for (int slot = 0; slot < slots.length && !waiting.isEmpty(); slot++) {
            if (slots[slot] == null) {
                CachedSequence entering = waiting.remove();
                slots[slot] = entering;
                if (entering.isParked()) {
                    entering.resume(slot);
                    continue;
                }
                Sequence sequence = entering.sequence();
                sequence.begin();
                Optional<CachedPrefix> cached = cached(entering);
                if (cached.isPresent()) {
                    int shared = cached.get().shared(sequence);
                    cached.get().copyTo(slot, shared);
                    prompts.reused(shared);
                    entering.start(shared, cached);
                    prompts.release(sequence.prompt());
                } else if (sequence.prompt().count() > 0) {
                    readers.computeIfAbsent(sequence.prompt(), key -> new ArrayList<>())
                            .add(slot);
                } else {
                    prompts.release(sequence.prompt());
                }
            }
        }
        new PromptReader(open, prompt -> start(open, prompt))
                .read(readers.entrySet().stream()
                        .map(entry -> new PromptReader.Unread(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private Optional<CachedPrefix> cached(CachedSequence entering) {
        Sequence sequence = entering.sequence();
        return entering.plan().flatMap(plan -> plan.closest(sequence)).or(() -> prompts.find(sequence.prompt()));
    }

    /** Starts the sequences whose prompt was read, and caches it if further ones begin with it. */
    private void start(DecodingSession open, PromptReader.Unread prompt) {
        Tokens tokens = prompt.tokens();
        tokensRead += tokens.count();
        if (prompts.isWanted(tokens, prompt.slots().size())) {
            prompts.put(CachedPrefix.of(open, prompt.slots().get(0), tokens));
        }
        for (int slot : prompt.slots()) {
            Objects.requireNonNull(slots[slot]).start(tokens.count(), prompts.find(tokens));
            prompts.release(tokens);
        }
    }

    private void decode(DecodingSession open) {
        decoding().filter(each -> each.sequence().turns().isWaiting()).forEach(CachedSequence::idle);
        long working = decoding().filter(each -> each.left() > 0).count();
        int verified = drafts.decode(open, slots);
        if (verified > 0) {
            tokensRead += verified;
            use.add(1, working);
        } else {
            decodeChunk(open);
        }
        for (int slot = 0; slot < slots.length; slot++) {
            share(open, slot);
        }
    }

    private void decodeChunk(DecodingSession open) {
        int longest = decoding().mapToInt(CachedSequence::left).max().orElseThrow();
        int steps = Math.min(drafts.steps(CHUNK), longest);
        Chunk chunk = open.decode(steps, inputs(steps));
        long before = tokensRead;
        for (int slot = 0; slot < slots.length; slot++) {
            CachedSequence sequence = slots[slot];
            if (sequence != null) {
                tokensRead += sequence.append(chunk, slot);
            }
        }
        use.add(chunk.steps(), tokensRead - before);
    }

    /** Caches the beginning of a sequence that others of its plan wait for. */
    private void share(DecodingSession open, int slot) {
        CachedSequence sequence = slots[slot];
        if (sequence == null) {
            return;
        }
        sequence.sharingPoint().ifPresent(count -> {
            CachedPrefix beginning = sequence.copy(open, slot, count);
            sequence.plan().orElseThrow().add(beginning);
            sequence.share(beginning);
        });
    }

    /** Inputs of a chunk; a free slot has nothing to write. */
    private ChunkStart inputs(int steps) {
        int size = slots.length;
        int[] token = new int[size];
        int[] position = new int[size];
        int[] left = new int[size];
        int[] forced = new int[size * steps];
        float[] uniforms = new float[size * steps];
        Arrays.fill(forced, -1);
        for (int slot = 0; slot < size; slot++) {
            CachedSequence each = slots[slot];
            if (each != null) {
                token[slot] = each.next();
                position[slot] = each.read();
                left[slot] = each.left();
                each.force(forced, slot * steps, steps);
                each.draw(uniforms, slot * steps, steps);
            }
        }
        List<Optional<SamplingParams>> params = Arrays.stream(slots)
                .map(each -> Optional.ofNullable(each).map(one -> one.sequence().params()))
                .toList();
        int[] stop = decoding()
                .flatMapToInt(each -> each.sequence().turns().stopIds())
                .distinct()
                .toArray();
        return new ChunkStart(token, position, left, forced, uniforms, params, stop);
    }

    /** Frees the slots of finished sequences; keys and values that later rounds may continue are cached in their plans. */
    private List<Sequence> release(DecodingSession open) {
        List<Sequence> finished = new ArrayList<>();
        for (int slot = 0; slot < slots.length; slot++) {
            CachedSequence each = slots[slot];
            if (each != null && each.sequence().isFinished()) {
                if (each.sequence().isKept()) {
                    each.plan().orElseThrow().add(each.copy(open, slot, each.read()));
                }
                free(slot);
                finished.add(each.sequence());
            }
        }
        closeIfIdle();
        return finished;
    }

    private void free(int slot) {
        slots[slot] = null;
        Objects.requireNonNull(session).free(slot);
    }

    private void closeIfIdle() {
        if (isEmpty() && plans.isEmpty() && !prompts.keepsUnused()) {
            close();
        }
    }

    /** Frees the slots. */
    @Override
    public void close() {
        drafts.close();
        if (session != null) {
            session.close();
            session = null;
            prompts.clear();
            parked.clear(); // whose memory was freed with the slots
            slots = new CachedSequence[0];
        }
    }
}
