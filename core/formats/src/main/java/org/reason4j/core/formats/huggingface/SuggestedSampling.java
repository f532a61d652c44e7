package org.reason4j.core.formats.huggingface;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.core.formats.file.JsonFile;

/** Sampling that the publisher of a model suggests in {@code generation_config.json}. It is told and not used by itself. */
public final class SuggestedSampling {

    private static final Map<String, Double> NEUTRAL =
            Map.of("temperature", 1.0, "top_k", 0.0, "top_p", 1.0, "min_p", 0.0);

    private SuggestedSampling() {}

    /** Returns the suggested parameters that change a distribution, in alphabetical order; none unless {@code do_sample} is set. */
    public static Map<String, Double> read(Path directory) {
        Map<String, Double> suggested = new LinkedHashMap<>();
        JsonFile.readIfPresent(directory.resolve("generation_config.json"))
                .filter(file -> file.flag("do_sample", false))
                .ifPresent(file -> new TreeMap<>(NEUTRAL).forEach((name, neutral) -> {
                    double value = file.number(name, neutral);
                    if (value != neutral) {
                        suggested.put(name, value);
                    }
                }));
        return suggested;
    }
}
