package org.reason4j.core.formats.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * The differences between the layers of one family and those of another; {@link ModelSizes} come on top.
 *
 * <p>A layer computes {@code x + POST_1(attention(NORM_1(x)))}, and so for the feed-forward network, where it has the norms;
 * those that its layout lacks are left out.
 *
 * @param layout tensors of a layer without experts
 * @param activation function of the gates
 * @param normOffset what is added to the weights of every norm
 * @param headsNormedTogether whether the norms of queries and keys, where there are some, are over all heads instead of each
 * @param rotation rotary position embeddings
 * @param windows for each layer, how many of the last tokens a token sees, itself included; 0 for all
 * @param multipliers factors of the forward pass
 * @param feedForwardBias whether the projections of the feed-forward network have a bias
 * @param experts which layers have a mixture of experts for a feed-forward network
 */
public record Architecture(
        LayerLayout layout,
        Activation activation,
        double normOffset,
        boolean headsNormedTogether,
        Rotation rotation,
        List<Integer> windows,
        Multipliers multipliers,
        boolean feedForwardBias,
        Experts experts) {

    public Architecture {
        windows = List.copyOf(windows);
    }

    /** Llama's, without biases. */
    public static Architecture standard(FamilyConfig config) {
        return standard(config, config.rotation());
    }

    /** Llama's, without biases, with another rotation. */
    public static Architecture standard(FamilyConfig config, Rotation rotation) {
        return new Architecture(
                LayerLayout.STANDARD,
                Activation.read(config.file(), "hidden_act", Activation.SILU),
                0,
                false,
                rotation,
                Collections.nCopies(config.sizes().layers(), 0),
                Multipliers.standard(config.sizes()),
                false,
                Experts.NONE);
    }

    /** With another table of tensors. */
    public Architecture with(LayerLayout other) {
        return changed(parts -> parts.layout = other);
    }

    /** With another function of the gates. */
    public Architecture with(Activation other) {
        return changed(parts -> parts.activation = other);
    }

    /** With another rotation. */
    public Architecture with(Rotation other) {
        return changed(parts -> parts.rotation = other);
    }

    /** With other factors. */
    public Architecture with(Multipliers other) {
        return changed(parts -> parts.multipliers = other);
    }

    /** With norms whose weights this is added to. */
    public Architecture withNormOffset(double offset) {
        return changed(parts -> parts.normOffset = offset);
    }

    /** With norms of queries and keys that are over all heads. */
    public Architecture withHeadsNormedTogether() {
        return changed(parts -> parts.headsNormedTogether = true);
    }

    /** With a window for each layer; 0 for none. */
    public Architecture withWindows(List<Integer> ofLayers) {
        return changed(parts -> parts.windows = ofLayers);
    }

    /** With biases in the feed-forward network, or without. */
    public Architecture withFeedForwardBias(boolean biased) {
        return changed(parts -> parts.feedForwardBias = biased);
    }

    /** With experts on some layers. */
    public Architecture with(Experts other) {
        return changed(parts -> parts.experts = other);
    }

    private Architecture changed(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return parts.whole();
    }

    /** The table of tensors of a layer, counted from 0. */
    public LayerLayout layout(int layer) {
        return experts.inLayer(layer) ? layout.with(experts) : layout;
    }

    /** Every tensor of each layer, without its prefix. */
    public List<List<TensorSpec>> tensors(ModelSizes sizes) {
        List<TensorSpec> dense = new ArrayList<>(layout.tensors(sizes, headsNormedTogether));
        if (feedForwardBias) {
            dense.add(new TensorSpec("mlp.gate_proj.bias", sizes.intermediate()));
            dense.add(new TensorSpec("mlp.up_proj.bias", sizes.intermediate()));
            dense.add(new TensorSpec("mlp.down_proj.bias", sizes.hidden()));
        }
        List<TensorSpec> sparse = layout.with(experts).tensors(sizes, headsNormedTogether);
        return IntStream.range(0, sizes.layers())
                .mapToObj(layer -> experts.inLayer(layer) ? sparse : dense)
                .toList();
    }

    /** The linear layers of a layer that may have adapters, in the order of the forward pass. */
    public List<LayerLayout.Module> modules(ModelSizes sizes) {
        return layout.modules(sizes).stream()
                .filter(module -> !experts.exist() || module.isAttention())
                .toList();
    }

    /** True if a token of some layer does not see all before it. */
    public boolean hasWindows() {
        return windows.stream().anyMatch(window -> window > 0);
    }

    /** The components while one of them is changed. */
    private static final class Parts {

        private LayerLayout layout;
        private Activation activation;
        private double normOffset;
        private boolean headsNormedTogether;
        private Rotation rotation;
        private List<Integer> windows;
        private Multipliers multipliers;
        private boolean feedForwardBias;
        private Experts experts;

        Parts(Architecture of) {
            layout = of.layout;
            activation = of.activation;
            normOffset = of.normOffset;
            headsNormedTogether = of.headsNormedTogether;
            rotation = of.rotation;
            windows = of.windows;
            multipliers = of.multipliers;
            feedForwardBias = of.feedForwardBias;
            experts = of.experts;
        }

        Architecture whole() {
            return new Architecture(
                    layout,
                    activation,
                    normOffset,
                    headsNormedTogether,
                    rotation,
                    windows,
                    multipliers,
                    feedForwardBias,
                    experts);
        }
    }
}
