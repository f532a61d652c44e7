package org.reason4j.core.formats.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Families of models that pass between GGUF files and Hugging Face directories. */
enum GgufFamily {
    LLAMA("llama", List.of("llama", "mistral"), "LlamaForCausalLM"),
    QWEN2("qwen2", List.of("qwen2"), "Qwen2ForCausalLM"),
    QWEN3("qwen3", List.of("qwen3"), "Qwen3ForCausalLM");

    private final String architecture;
    private final List<String> modelTypes;
    private final String className;

    /**
     * One family.
     *
     * @param architecture name in a GGUF file
     * @param modelTypes names in {@code config.json}; that of an imported file comes first
     * @param className of the model in transformers
     */
    GgufFamily(String architecture, List<String> modelTypes, String className) {
        this.architecture = architecture;
        this.modelTypes = modelTypes;
        this.className = className;
    }

    static Optional<GgufFamily> ofArchitecture(String name) {
        return Arrays.stream(values())
                .filter(family -> family.architecture.equals(name))
                .findFirst();
    }

    static Optional<GgufFamily> ofModelType(String name) {
        return Arrays.stream(values())
                .filter(family -> family.modelTypes.contains(name))
                .findFirst();
    }

    static String architectures() {
        return Arrays.stream(values()).map(GgufFamily::architecture).collect(Collectors.joining(", "));
    }

    static String allModelTypes() {
        return Arrays.stream(values())
                .flatMap(family -> family.modelTypes.stream())
                .collect(Collectors.joining(", "));
    }

    String architecture() {
        return architecture;
    }

    String modelType() {
        return modelTypes.get(0);
    }

    String className() {
        return className;
    }

    /** True if rows of a tensor, named as in a Hugging Face directory, stand in the order of {@link HeadOrder#toNeighbours}. */
    boolean turnsNeighbours(String tensor) {
        return this == LLAMA && GgufNames.rotated(tensor);
    }
}
