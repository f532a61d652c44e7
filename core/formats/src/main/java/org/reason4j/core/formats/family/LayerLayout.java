package org.reason4j.core.formats.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Table of a layer's tensors: which weight of the kernels each is, or is a part of. The rows of one weight follow each other
 * in it; a family that keeps query, key and value projections as one matrix has one row where others have three.
 *
 * @param rows in the order of the files
 */
public record LayerLayout(List<Row> rows) {

    /**
     * A tensor.
     *
     * @param weight what it is, or is a part of
     * @param name after the prefix of the layer, such as {@code mlp.down_proj.weight}
     */
    public record Row(LayerWeight weight, String name) {}

    /**
     * A linear layer, which an adapter may sit on.
     *
     * @param weight what its matrix is, or is a part of
     * @param path within its layer, such as {@code self_attn.q_proj}
     * @param whole whether it is all of the weight
     */
    public record Module(LayerWeight weight, String path, boolean whole, int outputs, int inputs) {

        /** The last part of its path, such as {@code q_proj}. */
        public String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        /** True if one of those names is its own, or that of a part of it where it is several projections in one. */
        public boolean isNamed(Collection<String> names) {
            return names.contains(name()) || whole && names.stream().anyMatch(parts(weight)::contains);
        }
    }

    private static final String WEIGHT = ".weight";
    private static final String ATTENTION = "self_attn.";

    /** Llama's layer, which most families share. */
    public static final LayerLayout STANDARD = of(
            row(LayerWeight.NORM_1, "input_layernorm.weight"),
            row(LayerWeight.QKV, "self_attn.q_proj.weight"),
            row(LayerWeight.QKV, "self_attn.k_proj.weight"),
            row(LayerWeight.QKV, "self_attn.v_proj.weight"),
            row(LayerWeight.OUT, "self_attn.o_proj.weight"),
            row(LayerWeight.NORM_2, "post_attention_layernorm.weight"),
            row(LayerWeight.GATE_UP, "mlp.gate_proj.weight"),
            row(LayerWeight.GATE_UP, "mlp.up_proj.weight"),
            row(LayerWeight.DOWN, "mlp.down_proj.weight"));

    /** Names of every linear layer of some family, in the order of the forward pass. */
    public static final List<String> MODULES = List.of(
            "q_proj", "k_proj", "v_proj", "qkv_proj", "o_proj", "gate_proj", "up_proj", "gate_up_proj", "down_proj");

    public LayerLayout {
        rows = List.copyOf(rows);
    }

    /** The table with these rows. */
    public static LayerLayout of(Row... rows) {
        return new LayerLayout(Arrays.asList(rows));
    }

    /** A row of a table. */
    public static Row row(LayerWeight weight, String name) {
        return new Row(weight, name);
    }

    private static List<String> parts(LayerWeight weight) {
        return switch (weight) {
            case QKV -> List.of("q_proj", "k_proj", "v_proj");
            case GATE_UP -> List.of("gate_proj", "up_proj");
            default -> List.of();
        };
    }

    /** With a bias on query, key and value projections, and on the output projection of attention, or on neither. */
    public LayerLayout withBiases(boolean ofQueriesKeysAndValues, boolean ofOutputs) {
        List<Row> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(row);
            String bias = row.name().replace(WEIGHT, ".bias");
            if (row.weight() == LayerWeight.QKV && ofQueriesKeysAndValues) {
                all.add(row(LayerWeight.QKV_BIAS, bias));
            } else if (row.weight() == LayerWeight.OUT && ofOutputs) {
                all.add(row(LayerWeight.OUT_BIAS, bias));
            }
        }
        return new LayerLayout(all);
    }

    /** With norms of queries and keys. */
    public LayerLayout withHeadNorms() {
        List<Row> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(row);
            if (row.name().equals(ATTENTION + "q_proj.weight")) {
                all.add(row(LayerWeight.Q_NORM, ATTENTION + "q_norm.weight"));
            } else if (row.name().equals(ATTENTION + "k_proj.weight")) {
                all.add(row(LayerWeight.K_NORM, ATTENTION + "k_norm.weight"));
            }
        }
        return new LayerLayout(all);
    }

    /** True if layers have that weight. */
    public boolean has(LayerWeight weight) {
        return rows.stream().anyMatch(row -> row.weight() == weight);
    }

    /** The tensors that a weight is made of, from its first row on; none where layers lack it. */
    public List<String> names(LayerWeight weight) {
        return rows.stream()
                .filter(row -> row.weight() == weight)
                .map(Row::name)
                .toList();
    }

    /** Every tensor of a layer, without its prefix. Linear weights are {@code [out, in]}. */
    List<TensorSpec> tensors(ModelSizes sizes, boolean headsNormedTogether) {
        return rows.stream()
                .map(row -> {
                    int height = height(row, sizes, headsNormedTogether);
                    int width = width(row.weight(), sizes);
                    return width == 0 ? new TensorSpec(row.name(), height) : new TensorSpec(row.name(), height, width);
                })
                .toList();
    }

    /** The linear layers, in the order of the files. */
    List<Module> modules(ModelSizes sizes) {
        return rows.stream()
                .filter(row -> width(row.weight(), sizes) > 0)
                .map(row -> new Module(
                        row.weight(),
                        row.name().substring(0, row.name().length() - WEIGHT.length()),
                        names(row.weight()).size() == 1,
                        height(row, sizes, false),
                        width(row.weight(), sizes)))
                .toList();
    }

    private int height(Row row, ModelSizes sizes, boolean headsNormedTogether) {
        int[] heights = heights(row.weight(), sizes, headsNormedTogether);
        List<String> names = names(row.weight());
        if (names.size() == 1) {
            return IntStream.of(heights).sum();
        }
        return heights[names.indexOf(row.name())];
    }

    /** Rows of the parts of a weight. */
    private static int[] heights(LayerWeight weight, ModelSizes sizes, boolean headsNormedTogether) {
        return switch (weight) {
            case QKV, QKV_BIAS -> new int[] {sizes.queries(), sizes.keys(), sizes.keys()};
            case GATE_UP -> new int[] {sizes.intermediate(), sizes.intermediate()};
            case Q_NORM -> new int[] {headsNormedTogether ? sizes.queries() : sizes.head()};
            case K_NORM -> new int[] {headsNormedTogether ? sizes.keys() : sizes.head()};
            case NORM_1, OUT, OUT_BIAS, POST_1, NORM_2, DOWN, POST_2 -> new int[] {sizes.hidden()};
        };
    }

    /** Columns of a weight; 0 of a vector. */
    private static int width(LayerWeight weight, ModelSizes sizes) {
        return switch (weight) {
            case QKV, GATE_UP -> sizes.hidden();
            case OUT -> sizes.queries();
            case DOWN -> sizes.intermediate();
            default -> 0;
        };
    }
}
