package org.reason4j.core.engine.rollout;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.reason4j.core.engine.rollout.draft.DraftUse;

/**
 * Writes sequences to their ends: in the slots of this process, or through a rollout backend. Not safe for use by several
 * threads.
 */
interface SequenceWriter extends AutoCloseable {

    /** Queues a sequence that belongs to no plan. */
    void add(Sequence sequence);

    /** Opens a plan, whose sequences may continue each other. */
    Plan openPlan();

    /** True if no sequence is queued or being written. */
    boolean isEmpty();

    /**
     * Writes on, for a moment, and returns the sequences that have finished since the last call. The writer is not empty.
     *
     * @throws IllegalStateException if the thread is interrupted
     */
    List<Sequence> advance();

    /** Number of tokens that the model has read; empty where only a backend knows. */
    OptionalLong tokensRead();

    /** Number of slots that were at work, in the mean over steps of decoding; empty where nothing was decoded in this process. */
    OptionalDouble slotsUsed();

    /** Counts of drafted and accepted tokens; empty where nothing drafts. */
    default Optional<DraftUse> drafts() {
        return Optional.empty();
    }

    /** Gives up sequences that are not finished, and frees what the writer holds. */
    @Override
    void close();

    /** Sequences that may continue each other. */
    interface Plan {

        /** Queues the sequences of a round. */
        void add(List<Sequence> round);

        /** Number of response tokens whose keys and values are cached for later rounds; 0 where nothing is cached. */
        long cachedTokens();

        /** Frees what is cached. */
        void close();
    }

    /** Opens writers with the same weights. */
    interface Factory {

        SequenceWriter open();

        /** Version of the policy's weights. */
        long version();

        /** Most tokens of a sequence. */
        int maxPositions();

        /** Names the model in messages. */
        String source();
    }
}
