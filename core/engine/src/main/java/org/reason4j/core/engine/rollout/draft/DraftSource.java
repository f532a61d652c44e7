package org.reason4j.core.engine.rollout.draft;

/** Tokens that drafts are copied from; they may become more. */
public interface DraftSource {

    /** The tokens, of which the first {@link #known} have a meaning; not to be modified. */
    int[] tokens();

    /** Number of tokens so far. */
    int known();
}
