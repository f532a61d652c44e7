package org.reason4j.core.engine.model.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.core.formats.family.Activation;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Experts;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.family.Multipliers;
import org.reason4j.core.formats.family.Rotation;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** The source of {@code kernels.py}, and its constants for a model. */
public final class KernelSource {

    private KernelSource() {}

    /** Returns the source of a form with the constants of a model filled in. */
    public static String of(ModelConfig config, KernelForm form) {
        String source = template();
        for (Map.Entry<String, String> constant : constants(config, form).entrySet()) {
            source = source.replace("${" + constant.getKey() + "}", constant.getValue());
        }
        return source;
    }

    /** Returns the source with its constants by name. */
    public static String template() {
        try (InputStream in = KernelSource.class.getResourceAsStream("kernels.py")) {
            if (in == null) {
                throw new IllegalStateException("kernels.py is missing beside " + KernelSource.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> constants(ModelConfig config, KernelForm form) {
        Map<String, String> constants = new LinkedHashMap<>();
        constants.put("PORTABLE", truth(form == KernelForm.PORTABLE));
        constants.put("IN_PIECES", truth(Processor.endsAtAvx2()));
        constants.put("WIDENS_BF16", truth(!Processor.libraryMultipliesBf16()));
        constants.put("HEADS", Integer.toString(config.heads()));
        constants.put("KV_HEADS", Integer.toString(config.keyValueHeads()));
        constants.put("HEAD_SIZE", Integer.toString(config.headSize()));
        constants.put("EPSILON", Double.toString(config.normEpsilon()));
        int layers = config.layers();
        constants.put("LAYERS", Integer.toString(layers));
        constants.put("EMBEDDING", Integer.toString(LayerWeight.EMBEDDING));
        constants.put("FIRST_LAYER", Integer.toString(LayerWeight.FIRST_LAYER));
        constants.put("PER_LAYER", Integer.toString(LayerWeight.PER_LAYER));
        constants.put("LAST_NORM", Integer.toString(LayerWeight.lastNorm(layers)));
        constants.put("HEAD", Integer.toString(LayerWeight.head(layers)));
        constants.put("UP", Integer.toString(LayerWeight.up(layers)));
        constants.put("EXPERTS", Integer.toString(LayerWeight.experts(layers)));
        addAxes(constants, config.architecture());
        for (LayerWeight weight : LayerWeight.values()) {
            constants.put(weight.name(), Integer.toString(weight.ordinal()));
        }
        for (ScalarType type : ScalarType.values()) {
            constants.put(type.name(), Integer.toString(type.code()));
        }
        return constants;
    }

    /** Values of the model on each axis; conditions are constants, so that a pass has no part of what the model lacks. */
    private static void addAxes(Map<String, String> constants, Architecture architecture) {
        constants.put("PRE_NORM", truth(architecture.layout().has(LayerWeight.NORM_1)));
        constants.put("POST_NORM", truth(architecture.layout().has(LayerWeight.POST_1)));
        addExperts(constants, architecture);
        constants.put("HEADS_NORMED_TOGETHER", truth(architecture.headsNormedTogether()));
        constants.put("NORMS_HAVE_OFFSET", truth(architecture.normOffset() != 0));
        constants.put("NORM_OFFSET", Double.toString(architecture.normOffset()));
        boolean silu = architecture.activation() == Activation.SILU;
        constants.put("SILU", truth(silu));
        constants.put("POINTWISE", silu ? "\"swish\"" : "\"gelu\"");
        constants.put("ALGORITHM", silu ? "None" : "\"tanh\"");
        constants.put("ROOT_2_PI", Double.toString(Math.sqrt(2 / Math.PI)));
        Rotation rotation = architecture.rotation();
        constants.put("ROTATED", Integer.toString(rotation.dimensions()));
        constants.put("INTERLEAVED", truth(rotation.interleaved()));
        constants.put("EVERY_LAYER_TURNS", truth(!rotation.ofLayer().contains(Rotation.NONE)));
        constants.put("TABLES", rotation.ofLayer().toString());
        List<Integer> windows = architecture.windows().stream().distinct().toList();
        constants.put("WINDOWED", truth(architecture.hasWindows()));
        constants.put("WINDOWS", windows.toString());
        constants.put("WINDOW_COUNT", Integer.toString(windows.size()));
        constants.put(
                "WINDOW_OF_LAYER",
                architecture.windows().stream().map(windows::indexOf).toList().toString());
        Multipliers multipliers = architecture.multipliers();
        constants.put("SCALE", Double.toString(multipliers.attention()));
        addFactor(constants, "EMBEDDING_FACTOR", multipliers.embedding());
        addFactor(constants, "RESIDUAL_FACTOR", multipliers.residual());
        addFactor(constants, "LOGITS_FACTOR", multipliers.logits());
    }

    private static void addExperts(Map<String, String> constants, Architecture architecture) {
        Experts experts = architecture.experts();
        int saved = 12 + (architecture.layout().has(LayerWeight.POST_1) ? 2 : 0) + (experts.exist() ? 4 : 0);
        constants.put("SAVED", Integer.toString(saved));
        constants.put("HAS_EXPERTS", truth(experts.exist()));
        constants.put("EXPERT_COUNT", Integer.toString(experts.count()));
        constants.put("CHOSEN", Integer.toString(Math.max(1, experts.chosen())));
        constants.put("NORMALIZED", truth(experts.normalized()));
        constants.put("EXPERT_WIDTH", Integer.toString(experts.width()));
        constants.put("HAS_SHARED", truth(experts.share()));
        List<Integer> places = new ArrayList<>();
        int next = 0;
        for (boolean sparse : experts.ofLayer()) {
            places.add(sparse ? next++ : -1);
        }
        constants.put("EXPERTS_OF_LAYER", places.toString());
    }

    private static void addFactor(Map<String, String> constants, String name, double factor) {
        constants.put("HAS_" + name, truth(factor != 1));
        constants.put(name, Double.toString(factor));
    }

    private static String truth(boolean value) {
        return value ? "True" : "False";
    }
}
