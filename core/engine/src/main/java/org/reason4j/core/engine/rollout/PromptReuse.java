package org.reason4j.core.engine.rollout;

import java.util.concurrent.atomic.LongAdder;

/**
 * The amount of prompts that stay in memory for later requests, those that were read last. A prompt is reused whole, without its last
 * token, which decoding reads; so tokens and log-probabilities are the same bits as of a prompt that is read again.
 *
 * @param tokens most tokens of prompts that no request uses any more, for each model; 0 for none
 * @param reused counts tokens that requests did not have read for them
 */
public record PromptReuse(int tokens, LongAdder reused) {

    /** Prompts of fewer tokens are read again: that takes hardly longer than to copy them. */
    private static final int FEWEST = 128;

    /** Keeps that many tokens, and has counted none. */
    public static PromptReuse of(int tokens) {
        return new PromptReuse(tokens, new LongAdder());
    }

    /** Keeps nothing between requests. */
    public static PromptReuse none() {
        return of(0);
    }

    /** True if a prompt of that many tokens stays. */
    boolean keeps(int count) {
        return count >= FEWEST && count <= tokens;
    }
}
