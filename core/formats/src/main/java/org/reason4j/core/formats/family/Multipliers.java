package org.reason4j.core.formats.family;

/**
 * Factors of a model's forward pass.
 *
 * @param embedding of the embedded tokens
 * @param residual of what attention and the feed-forward network add to the residual stream
 * @param attention of the products of queries and keys
 * @param logits of the last hidden states, and so of the logits
 */
public record Multipliers(double embedding, double residual, double attention, double logits) {

    /** None but the scale of attention, {@code 1 / sqrt(D)}. */
    static Multipliers standard(ModelSizes sizes) {
        return new Multipliers(1, 1, 1 / Math.sqrt(sizes.head()), 1);
    }

    /** With another factor of the embedded tokens. */
    public Multipliers withEmbedding(double factor) {
        return new Multipliers(factor, residual, attention, logits);
    }

    /** With another factor of the products of queries and keys. */
    public Multipliers withAttention(double factor) {
        return new Multipliers(embedding, residual, factor, logits);
    }
}
