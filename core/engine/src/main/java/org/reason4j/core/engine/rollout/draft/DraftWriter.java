package org.reason4j.core.engine.rollout.draft;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.core.engine.model.decoding.Chunk;
import org.reason4j.core.engine.model.decoding.ChunkStart;
import org.reason4j.core.engine.model.decoding.DecodingSession;
import org.reason4j.core.engine.model.kernel.Sizes;

/**
 * Writes on with drafts where few slots are at work: several tokens of a sequence are read in one pass, and those that turn out
 * to be what was drawn are kept (speculative decoding, Leviathan et al., arXiv 2211.17192). A draw is a function of the
 * distribution and of a number that is known beforehand, so a response is the same token for token as without drafts.
 *
 * <p>Drafts are copied from the prompt, from the other responses to it, and from those in the memory. Known tokens, such as an
 * environment's answer, are read in the same way.
 */
public final class DraftWriter {

    /** With more sequences at work than this the rows of products are well used. */
    private static final int MOST_SEQUENCES = 16;

    private static final int MOST_DRAFTED = 15;

    /** Tokens per native call while no draft is at hand, but some sequence's drafts are right. */
    private static final int STEPS_BETWEEN = 4;

    private final Optional<DraftMemory> memory;
    private final Map<String, NgramIndex> groups = new LinkedHashMap<>();
    private final Map<DraftedSequence, Draft> drafts = new IdentityHashMap<>();
    private final List<Draft> working = new ArrayList<>(); // of this pass
    private final RowPlan plan = new RowPlan(MOST_SEQUENCES);
    private DraftUse use = DraftUse.NONE;

    /** Prepares to draft, also from the memory's responses; without a memory it never drafts. */
    public DraftWriter(Optional<DraftMemory> memory) {
        this.memory = memory;
    }

    /** Adds a sequence, which will be in a slot sooner or later. */
    public void follow(DraftedSequence sequence) {
        if (memory.isEmpty()) {
            return;
        }
        drafts.computeIfAbsent(sequence, key -> {
            NgramIndex group = groups.computeIfAbsent(sequence.group(), this::open);
            group.add(sequence);
            return new Draft(sequence, group);
        });
    }

    private NgramIndex open(String group) {
        NgramIndex index = new NgramIndex();
        memory.orElseThrow().of(group).forEach(index::add);
        return index;
    }

    /** Counts of drafted and accepted tokens; empty if it never drafts. */
    public Optional<DraftUse> use() {
        return memory.map(drafting -> use);
    }

    /**
     * Writes on in all slots by one pass, if some sequence has a draft that is expected to be worth it.
     *
     * @param slots the sequence in each slot, all of which it was told to {@linkplain #follow}
     * @return tokens read, without those that turned out wrong; 0 if nothing was done
     */
    public int decode(DecodingSession session, @Nullable DraftedSequence[] slots) {
        working.clear();
        if (memory.isEmpty() || !session.verifies()) {
            return 0;
        }
        for (int slot = 0; slot < slots.length; slot++) {
            DraftedSequence sequence = slots[slot];
            if (sequence != null && sequence.left() > 0) {
                Draft draft = Objects.requireNonNull(drafts.get(sequence));
                draft.slot = slot;
                working.add(draft);
            }
        }
        if (working.size() > MOST_SEQUENCES) {
            working.clear();
            return 0;
        }
        plan.clear();
        working.forEach(draft -> draft.offer(plan));
        int drafted = plan.choose(session.rowBlock());
        if (drafted == 0) {
            return 0;
        }
        return read(session, working.size() + drafted);
    }

    /** Tokens of a chunk without drafts, at most {@code usual}; only to be asked after {@link #decode} did nothing. */
    public int steps(int usual) {
        return working.stream().anyMatch(Draft::isHopeful) ? Math.min(usual, STEPS_BETWEEN) : usual;
    }

    private int read(DecodingSession session, int count) {
        int rows = Sizes.roundUp(count, session.rowBlock());
        int[] slot = new int[count];
        Chunk chunk = session.verify(slot, rows(slot, rows));
        int row = 0;
        int read = 0;
        for (int i = 0; i < working.size(); i++) {
            read += take(working.get(i), plan.chosen(i), chunk, row);
            row += 1 + plan.chosen(i);
        }
        return read;
    }

    /** Rows of the sequences' next tokens, known ones and drafted ones; puts the slot of each into {@code slot}. */
    private ChunkStart rows(int[] slot, int rows) {
        int[] token = new int[rows];
        int[] position = new int[rows];
        float[] uniforms = new float[rows];
        List<Optional<SamplingParams>> params = new ArrayList<>(rows);
        for (int i = 0; i < working.size(); i++) {
            Draft draft = working.get(i);
            for (int ahead = 0; ahead <= plan.chosen(i); ahead++) {
                int row = params.size();
                slot[row] = draft.slot;
                token[row] = draft.tokens[ahead];
                position[row] = draft.sequence.read() + ahead;
                uniforms[row] = draft.sequence.uniform(ahead);
                params.add(Optional.of(draft.sequence.params()));
            }
        }
        while (params.size() < rows) {
            params.add(Optional.empty());
        }
        return new ChunkStart(token, position, new int[rows], new int[rows], uniforms, params, new int[0]);
    }

    /** Appends what was drawn after the tokens that a sequence does have, from {@code row} on; returns their number. */
    private int take(Draft draft, int chosen, Chunk chunk, int row) {
        DraftedSequence sequence = draft.sequence;
        int first = sequence.read();
        int right = 0;
        boolean goesOn = true;
        for (int ahead = 0; goesOn && ahead <= chosen; ahead++) {
            int at = row + ahead;
            sequence.append(chunk.tokens()[at], chunk.logprobs()[at], chunk.sampledLogprobs()[at]);
            boolean same = ahead < chosen && sequence.tokens()[first + ahead + 1] == draft.tokens[ahead + 1];
            right += same ? 1 : 0;
            goesOn = same && sequence.left() > 0;
        }
        int drafted = chosen - Math.min(chosen, draft.known);
        if (drafted > 0) {
            int accepted = Math.max(0, right - draft.known);
            use = use.plus(drafted, accepted);
            draft.acceptance.count(sequence.left() > 0 ? drafted : accepted, accepted, sequence.known());
        }
        return sequence.read() - first;
    }

    /** Ends with all sequences; they go into the memory as far as they are written. */
    public void close() {
        Map<String, List<DraftedSequence>> written = new LinkedHashMap<>();
        groups.forEach((group, index) -> index.sources().stream()
                .filter(DraftedSequence.class::isInstance)
                .forEach(source ->
                        written.computeIfAbsent(group, key -> new ArrayList<>()).add((DraftedSequence) source)));
        memory.ifPresent(later -> written.forEach(later::put));
        groups.clear();
        drafts.clear();
        working.clear();
    }

    /** A sequence, and what it may read in a pass. */
    private static final class Draft {

        final DraftedSequence sequence;
        final NgramIndex group;
        final Acceptance acceptance = new Acceptance();
        final int[] tokens = new int[1 + MOST_DRAFTED]; // the next one, known ones after it, drafted ones
        int known;
        int slot;

        Draft(DraftedSequence sequence, NgramIndex group) {
            this.sequence = sequence;
            this.group = group;
        }

        boolean isHopeful() {
            return acceptance.isAwake(sequence.known());
        }

        void offer(RowPlan plan) {
            int read = sequence.read();
            int most = Math.min(MOST_DRAFTED, sequence.left() - 1);
            known = Math.min(most, sequence.known() - 1 - read);
            System.arraycopy(sequence.tokens(), read, tokens, 0, 1 + known);
            int drafted = isHopeful() ? group.draft(sequence, tokens, 1 + known, most - known) : 0;
            plan.add(known, known + drafted, acceptance.rate());
        }
    }
}
