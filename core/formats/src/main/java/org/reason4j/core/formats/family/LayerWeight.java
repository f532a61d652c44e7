package org.reason4j.core.formats.family;

/**
 * Weights of a layer as kernels read them, in the order of {@code kernels.py}. One that a model lacks has no elements. A
 * family's {@link LayerLayout} says which tensors of its files each is made of.
 */
public enum LayerWeight {
    /** Norm before attention, {@code [H]}. */
    NORM_1,
    /** Query, key and value projections as one matrix, {@code [(heads + 2 kv) D, H]}. */
    QKV,
    /** Their bias. */
    QKV_BIAS,
    /** Norm of each query head, {@code [D]}, or of all of them together, {@code [heads D]}. */
    Q_NORM,
    /** Norm of each key head, {@code [D]}, or of all of them together, {@code [kv D]}. */
    K_NORM,
    /** Output projection of attention, {@code [H, heads D]}. */
    OUT,
    /** Its bias. */
    OUT_BIAS,
    /** Norm of what attention adds to the residual stream, {@code [H]}. */
    POST_1,
    /** Norm before the feed-forward network, {@code [H]}. */
    NORM_2,
    /** Gate and up projections as one matrix, {@code [2 I, H]}; of the shared network where there are experts. */
    GATE_UP,
    /** Down projection, {@code [H, I]}; of the shared network where there are experts. */
    DOWN,
    /** Norm of what the feed-forward network adds to the residual stream, {@code [H]}. */
    POST_2,
    /** Router of E experts, {@code [E, H]}, with a last row for the gate of the shared network where there is one. */
    ROUTER,
    /** Gate and up projections of every expert as one matrix, {@code [E 2 I, H]}. */
    EXPERTS_GATE_UP,
    /** Down projections of every expert as one matrix, {@code [E H, I]}. */
    EXPERTS_DOWN;

    /** Index of the embedding in a list of weights. */
    public static final int EMBEDDING = 0;

    /** Index of the first layer's first weight. */
    public static final int FIRST_LAYER = 1;

    /** Weights per layer. */
    public static final int PER_LAYER = values().length;

    /** Index of this weight of a layer; layers count from 0. */
    public int index(int layer) {
        return FIRST_LAYER + PER_LAYER * layer + ordinal();
    }

    /** Index of the norm after the last layer. */
    public static int lastNorm(int layers) {
        return FIRST_LAYER + PER_LAYER * layers;
    }

    /** Index of the language head. */
    public static int head(int layers) {
        return lastNorm(layers) + 1;
    }

    /** Index of the first layer's up projection in the packed weights, where gates and ups are apart. */
    public static int up(int layers) {
        return head(layers) + 1;
    }

    /** Index of the first expert's gate projection in the packed weights, where experts are apart. */
    public static int experts(int layers) {
        return up(layers) + layers;
    }
}
