package org.reason4j.core.formats.family;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.reason4j.core.formats.file.JsonFile;

/**
 * Layers whose feed-forward network is a mixture of experts (arXiv 2401.06066, equations 3 to 5): a router gives each of E
 * networks a probability, and a token takes the sum of the outputs of the likeliest, each times its probability. A shared
 * network, where there is one, adds its output for every token, times a sigmoid.
 *
 * @param count number of experts, E; 0 for none
 * @param chosen how many experts a token takes
 * @param normalized whether the probabilities of those are divided by their sum
 * @param width width inside each expert
 * @param sharedWidth width inside the shared network; 0 for none
 * @param ofLayer whether each layer has experts; the others have a dense network
 */
public record Experts(int count, int chosen, boolean normalized, int width, int sharedWidth, List<Boolean> ofLayer) {

    private static final String COUNT = "num_experts";
    private static final String RENAMED_COUNT = "num_local_experts"; // as transformers 5 writes it

    /** No layer has experts. */
    public static final Experts NONE = new Experts(0, 0, false, 0, 0, List.of());

    public Experts {
        ofLayer = List.copyOf(ofLayer);
    }

    /** What a family takes where {@code config.json} lacks a key. */
    public static Experts defaults(int count, int chosen, int width, int sharedWidth) {
        return new Experts(count, chosen, false, width, sharedWidth, List.of());
    }

    /**
     * Reads the keys of Qwen's mixtures.
     *
     * @param absent values where keys are absent; one without a shared network has none
     */
    public static Experts read(FamilyConfig config, Experts absent) {
        JsonFile file = config.file();
        String key = file.root().has(RENAMED_COUNT) ? RENAMED_COUNT : COUNT;
        if (file.root().path(key).asInt(absent.count) == 0) {
            return NONE;
        }
        int count = file.positive(key, absent.count);
        int chosen = file.positive("num_experts_per_tok", absent.chosen);
        check(
                chosen <= count,
                "%s: 'num_experts_per_tok' is %s, expected at most '%s', which is %s",
                file.source(),
                chosen,
                key,
                count);
        List<Boolean> sparse = sparseLayers(config);
        if (!sparse.contains(true)) {
            return NONE;
        }
        return new Experts(
                count,
                chosen,
                file.flag("norm_topk_prob", absent.normalized),
                file.positive("moe_intermediate_size", absent.width),
                absent.sharedWidth == 0 ? 0 : file.positive("shared_expert_intermediate_size", absent.sharedWidth),
                sparse);
    }

    /** Every layer whose number, counted from 1, is a multiple of the step, but those that are to be dense. */
    private static List<Boolean> sparseLayers(FamilyConfig config) {
        int step = config.file().positive("decoder_sparse_step", 1);
        JsonNode dense = config.file().root().path("mlp_only_layers");
        List<Integer> denseLayers = StreamSupport.stream(dense.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
        return IntStream.range(0, config.sizes().layers())
                .mapToObj(layer -> (layer + 1) % step == 0 && !denseLayers.contains(layer))
                .toList();
    }

    /** True if some layer has experts. */
    public boolean exist() {
        return count > 0;
    }

    /** True if there is a network that every token takes. */
    public boolean share() {
        return sharedWidth > 0;
    }

    /** True if that layer has experts. */
    public boolean inLayer(int layer) {
        return exist() && ofLayer.get(layer);
    }
}
