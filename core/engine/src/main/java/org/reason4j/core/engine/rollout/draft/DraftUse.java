package org.reason4j.core.engine.rollout.draft;

/**
 * Counts of drafts, of their tokens and of those that were accepted.
 *
 * @param drafts drafts of a sequence in a pass
 * @param drafted their tokens
 * @param accepted tokens among them that were right, and all those before them
 */
public record DraftUse(long drafts, long drafted, long accepted) {

    static final DraftUse NONE = new DraftUse(0, 0, 0);

    DraftUse plus(int draftedTokens, int acceptedTokens) {
        return new DraftUse(drafts + 1, drafted + draftedTokens, accepted + acceptedTokens);
    }
}
