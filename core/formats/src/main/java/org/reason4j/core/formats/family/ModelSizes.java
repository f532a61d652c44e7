package org.reason4j.core.formats.family;

/**
 * Sizes of a model's layers.
 *
 * @param hidden width of the residual stream, H
 * @param intermediate width inside the feed-forward network, I
 * @param layers number of layers
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; divides {@code heads}
 * @param head width of a head, D
 */
public record ModelSizes(int hidden, int intermediate, int layers, int heads, int keyValueHeads, int head) {

    /** Width of all query heads together. */
    public int queries() {
        return heads * head;
    }

    /** Width of all key heads together. */
    public int keys() {
        return keyValueHeads * head;
    }
}
