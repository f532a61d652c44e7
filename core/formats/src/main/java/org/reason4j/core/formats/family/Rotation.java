package org.reason4j.core.formats.family;

import java.util.Collections;
import java.util.List;

/**
 * Rotary position embeddings of a model's layers.
 *
 * @param tables the embeddings, at least one
 * @param ofLayer for each layer, which of them it has; {@link #NONE} for none
 * @param dimensions how many of a head's dimensions are rotated, from the first on; an even number
 * @param interleaved whether pairs are neighbours, {@code (2i, 2i + 1)}, or half of the rotated dimensions apart
 */
public record Rotation(List<Rope> tables, List<Integer> ofLayer, int dimensions, boolean interleaved) {

    /** In the place of a table: queries and keys of this layer stay as they are. */
    public static final int NONE = -1;

    public Rotation {
        tables = List.copyOf(tables);
        ofLayer = List.copyOf(ofLayer);
    }

    /** One embedding for every layer. */
    static Rotation of(Rope rope, int layers, int dimensions) {
        return new Rotation(List.of(rope), Collections.nCopies(layers, 0), dimensions, false);
    }

    /** With pairs that are neighbours. */
    public Rotation ofNeighbours() {
        return new Rotation(tables, ofLayer, dimensions, true);
    }

    /** With these embeddings, of which each layer has one or none. */
    public Rotation with(List<Rope> embeddings, List<Integer> chosen) {
        return new Rotation(embeddings, chosen, dimensions, interleaved);
    }

    /** The longest sequence, given that of the model. */
    public int longest(int maxPositions) {
        return tables.stream()
                .mapToInt(rope -> rope.longest(maxPositions))
                .min()
                .orElse(maxPositions);
    }
}
