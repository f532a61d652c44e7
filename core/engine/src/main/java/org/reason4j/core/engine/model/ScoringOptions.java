package org.reason4j.core.engine.model;

/**
 * Numbers that a scoring pass computes beside log-probabilities and entropies.
 *
 * @param certainties whether it computes self-certainties
 * @param collisions whether it computes the probabilities that two draws agree
 * @param top number of most likely tokens per position; 0 for none
 */
public record ScoringOptions(boolean certainties, boolean collisions, int top) {

    /** Log-probabilities and entropies alone. */
    public static final ScoringOptions PLAIN = new ScoringOptions(false, 0);

    /** Without collisions. */
    public ScoringOptions(boolean certainties, int top) {
        this(certainties, false, top);
    }

    /** Checks the number of tokens. */
    public ScoringOptions {
        if (top < 0) {
            throw new IllegalArgumentException("top must be 0 or more, got " + top);
        }
    }
}
