package org.reason4j.core.formats.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Table of a layer's tensors: which weight of the kernels each is, or is a part of. The rows of one weight follow each other
 * in it; a family that keeps query, key and value projections as one matrix has one row where others have three.
 *
 * @param rows in the order of the files
 * @param experts experts of the layer
 */
public record LayerLayout(List<Row> rows, Experts experts) {

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

        /** True if it is part of attention. */
        boolean isAttention() {
            return weight == LayerWeight.QKV || weight == LayerWeight.OUT;
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
        return new LayerLayout(Arrays.asList(rows), Experts.NONE);
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
        return new LayerLayout(all, experts);
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
        return new LayerLayout(all, experts);
    }

    /** With experts in the place of the feed-forward network, under the names that Qwen's mixtures have for them. */
    LayerLayout with(Experts mixture) {
        List<Row> all = new ArrayList<>(rows);
        all.removeIf(row -> row.weight() == LayerWeight.GATE_UP || row.weight() == LayerWeight.DOWN);
        all.add(row(LayerWeight.ROUTER, "mlp.gate.weight"));
        for (int expert = 0; expert < mixture.count(); expert++) {
            String prefix = "mlp.experts." + expert + ".";
            all.add(row(LayerWeight.EXPERTS_GATE_UP, prefix + "gate_proj.weight"));
            all.add(row(LayerWeight.EXPERTS_GATE_UP, prefix + "up_proj.weight"));
            all.add(row(LayerWeight.EXPERTS_DOWN, prefix + "down_proj.weight"));
        }
        if (mixture.share()) {
            all.add(row(LayerWeight.GATE_UP, "mlp.shared_expert.gate_proj.weight"));
            all.add(row(LayerWeight.GATE_UP, "mlp.shared_expert.up_proj.weight"));
            all.add(row(LayerWeight.DOWN, "mlp.shared_expert.down_proj.weight"));
            all.add(row(LayerWeight.ROUTER, "mlp.shared_expert_gate.weight"));
        }
        return new LayerLayout(all, mixture);
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
        List<TensorSpec> tensors = new ArrayList<>();
        forEach(
                sizes,
                headsNormedTogether,
                (row, height, width, whole) -> tensors.add(
                        width == 0 ? new TensorSpec(row.name(), height) : new TensorSpec(row.name(), height, width)));
        return List.copyOf(tensors);
    }

    /** The linear layers, in the order of the files. */
    List<Module> modules(ModelSizes sizes) {
        List<Module> modules = new ArrayList<>();
        forEach(sizes, false, (row, height, width, whole) -> {
            if (width > 0) {
                String path = row.name().substring(0, row.name().length() - WEIGHT.length());
                modules.add(new Module(row.weight(), path, whole, height, width));
            }
        });
        return List.copyOf(modules);
    }

    private interface Visitor {
        void visit(Row row, int height, int width, boolean whole);
    }

    /** Visits each row with the shape of its tensor, and whether that is all of its weight. */
    private void forEach(ModelSizes sizes, boolean headsNormedTogether, Visitor visitor) {
        Map<LayerWeight, Long> parts = rows.stream().collect(Collectors.groupingBy(Row::weight, Collectors.counting()));
        Map<LayerWeight, Integer> seen = new EnumMap<>(LayerWeight.class);
        for (Row row : rows) {
            int[] heights = heights(row.weight(), sizes, headsNormedTogether);
            boolean whole = parts.getOrDefault(row.weight(), 0L) == 1;
            int part = seen.merge(row.weight(), 1, Integer::sum) - 1;
            int height = whole ? IntStream.of(heights).sum() : heights[part % heights.length];
            visitor.visit(row, height, width(row.weight(), sizes), whole);
        }
    }

    /** Rows of the parts of a weight; those of experts repeat. */
    private int[] heights(LayerWeight weight, ModelSizes sizes, boolean headsNormedTogether) {
        return switch (weight) {
            case QKV, QKV_BIAS -> new int[] {sizes.queries(), sizes.keys(), sizes.keys()};
            case GATE_UP -> new int[] {intermediate(sizes), intermediate(sizes)};
            case Q_NORM -> new int[] {headsNormedTogether ? sizes.queries() : sizes.head()};
            case K_NORM -> new int[] {headsNormedTogether ? sizes.keys() : sizes.head()};
            case ROUTER -> experts.share() ? new int[] {experts.count(), 1} : new int[] {experts.count()};
            case EXPERTS_GATE_UP -> new int[] {experts.width(), experts.width()};
            case NORM_1, OUT, OUT_BIAS, POST_1, NORM_2, DOWN, POST_2, EXPERTS_DOWN -> new int[] {sizes.hidden()};
        };
    }

    /** Columns of a weight; 0 of a vector. */
    private int width(LayerWeight weight, ModelSizes sizes) {
        return switch (weight) {
            case QKV, GATE_UP, ROUTER, EXPERTS_GATE_UP -> sizes.hidden();
            case OUT -> sizes.queries();
            case DOWN -> intermediate(sizes);
            case EXPERTS_DOWN -> experts.width();
            default -> 0;
        };
    }

    private int intermediate(ModelSizes sizes) {
        return experts.exist() ? experts.sharedWidth() : sizes.intermediate();
    }
}
