package org.reason4j.core.formats.family;

import java.util.Optional;

/**
 * A family of language models: reads what is its own in {@code config.json}, and says which of its tensors are which weights.
 * The package {@code supported} lists them all.
 */
public interface Family {

    /** Its name, {@code model_type} in {@code config.json}. */
    String modelType();

    /** Values that transformers takes where a key is absent. */
    default FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA;
    }

    /** Describes the layers. */
    Architecture describe(FamilyConfig config);

    /** The class that transformers opens a reward model of this family with, without its ending; empty if it has none. */
    Optional<String> classifier();
}
