package org.reason4j.core.engine.rollout.draft;

import org.reason4j.api.data.SamplingParams;

/** A sequence in a slot, which may read several tokens in a pass. */
public interface DraftedSequence extends DraftSource {

    /** Names the sequences that are likely to resemble it: the prompt's id. */
    String group();

    /** Number of tokens whose keys and values the slot holds. */
    int read();

    /** Number of tokens to come, known ones that are only read included; 0 while nothing can be read. */
    int left();

    /** Sampling parameters of its tokens. */
    SamplingParams params();

    /** The draw, in [0, 1), for the token after the one that is read {@code ahead} tokens after the next. */
    float uniform(int ahead);

    /**
     * Reads the next token, and appends the one that was drawn after it unless that one is known.
     *
     * @param logprob its log-probability under the model
     * @param sampledLogprob that under the distribution that it was drawn from
     */
    void append(int token, float logprob, float sampledLogprob);
}
