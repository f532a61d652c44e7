package org.reason4j.core.formats.family.supported;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.file.JsonFile;

/** Every family that is supported. */
public final class Families {

    private static final List<Family> ALL = List.of(
            new LlamaFamily(),
            new MistralFamily(),
            new Qwen2Family(),
            new Qwen3Family(),
            new Qwen2MoeFamily(),
            new Qwen3MoeFamily(),
            new GraniteFamily(),
            new Phi3Family(),
            new SmolLm3Family(),
            new Olmo2Family(),
            new Glm4Family(),
            new Gemma3Family());

    private Families() {}

    /** The names of all, {@code model_type} in {@code config.json}. */
    public static List<String> modelTypes() {
        return ALL.stream().map(Family::modelType).toList();
    }

    /**
     * The family of a model.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it is none of these
     */
    public static Family of(JsonFile config) {
        String type = config.text("model_type").orElse("(none)");
        List<Family> found =
                ALL.stream().filter(family -> family.modelType().equals(type)).toList();
        List<String> names = modelTypes();
        check(
                !found.isEmpty(),
                "%s: model_type '%s' is not supported; expected %s or %s",
                config.source(),
                type,
                String.join(", ", names.subList(0, names.size() - 1)),
                names.get(names.size() - 1));
        return found.get(0);
    }
}
