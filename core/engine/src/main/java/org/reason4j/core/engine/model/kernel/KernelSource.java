package org.reason4j.core.engine.model.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
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
        constants.put("PORTABLE", form == KernelForm.PORTABLE ? "True" : "False");
        constants.put("HEADS", Integer.toString(config.heads()));
        constants.put("KV_HEADS", Integer.toString(config.keyValueHeads()));
        constants.put("HEAD_SIZE", Integer.toString(config.headSize()));
        constants.put("SCALE", Double.toString(1 / Math.sqrt(config.headSize())));
        constants.put("EPSILON", Double.toString(config.normEpsilon()));
        int layers = config.layers();
        constants.put("LAYERS", Integer.toString(layers));
        constants.put("EMBEDDING", Integer.toString(LayerWeight.EMBEDDING));
        constants.put("FIRST_LAYER", Integer.toString(LayerWeight.FIRST_LAYER));
        constants.put("PER_LAYER", Integer.toString(LayerWeight.PER_LAYER));
        constants.put("LAST_NORM", Integer.toString(LayerWeight.lastNorm(layers)));
        constants.put("HEAD", Integer.toString(LayerWeight.head(layers)));
        constants.put("UP", Integer.toString(LayerWeight.up(layers)));
        for (LayerWeight weight : LayerWeight.values()) {
            constants.put(weight.name(), Integer.toString(weight.ordinal()));
        }
        for (ScalarType type : ScalarType.values()) {
            constants.put(type.name(), Integer.toString(type.code()));
        }
        return constants;
    }
}
