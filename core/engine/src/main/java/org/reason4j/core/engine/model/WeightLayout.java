package org.reason4j.core.engine.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.family.LayerLayout;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.file.FieldNames;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Places of the tensors of a Hugging Face directory in the list of weights that kernels read, see {@link LayerWeight}.
 *
 * <p>Query, key and value projections are one matrix, gate and up projections another: fewer and larger products.
 */
final class WeightLayout {

    /** Place of a tensor: in weight {@code index}, from row {@code firstRow} on. */
    record Place(int index, long firstRow) {}

    private static final int MOST_NAMES = 3; // in a message

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<long[]> shapes = new ArrayList<>();
    private final boolean tied;

    WeightLayout(ModelConfig config) {
        ConfigException.check(
                !config.architecture().feedForwardBias(),
                "%s has mlp_bias true, expected false: feed-forward projections with a bias are not supported",
                config.source());
        tied = config.tiedEmbeddings();
        Map<String, TensorSpec> specs = new LinkedHashMap<>();
        config.tensors().forEach(spec -> specs.put(spec.name(), spec));
        add(specs, "model.embed_tokens.weight");
        for (int i = 0; i < config.layers(); i++) {
            LayerLayout layer = config.architecture().layout(i);
            String prefix = ModelConfig.layerPrefix(i);
            for (LayerWeight weight : LayerWeight.values()) {
                add(specs, layer.names(weight).stream().map(prefix::concat).toArray(String[]::new));
            }
        }
        add(specs, "model.norm.weight");
        if (!tied) {
            add(specs, "lm_head.weight");
        }
        if (!specs.isEmpty() || shapes.size() != LayerWeight.head(config.layers()) + (tied ? 0 : 1)) {
            throw new IllegalStateException("no place for " + specs.keySet());
        }
    }

    private void add(Map<String, TensorSpec> specs, String... names) {
        long rows = 0;
        long[] shape = {0};
        for (String name : names) {
            TensorSpec spec = specs.remove(name);
            if (spec != null) {
                places.put(name, new Place(shapes.size(), rows));
                rows += spec.rows();
                shape = spec.shape().clone();
                shape[0] = rows;
            }
        }
        shapes.add(shape);
    }

    /** Shapes of the weights in order, a tied head left out; {@code [0]} for what the model lacks. */
    List<long[]> shapes() {
        return shapes;
    }

    /** Returns the place of a tensor of the directory. */
    Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("no tensor '" + name + "' in this model");
        }
        return place;
    }

    /** The tensors of the directory that a weight is made of. */
    String name(int index) {
        List<String> names = places.entrySet().stream()
                .filter(place -> place.getValue().index() == index)
                .map(Map.Entry::getKey)
                .toList();
        boolean many = names.size() > MOST_NAMES;
        return FieldNames.quoted(many ? List.of(names.get(0), names.get(names.size() - 1)) : names)
                + (many ? " and those between them" : "");
    }

    /** True if the embedding serves as the head, too. */
    boolean tied() {
        return tied;
    }
}
