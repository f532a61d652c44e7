package org.reason4j.core.engine.serve.weights;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.Device;
import java.nio.file.Path;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;

/**
 * Where further weights of a served model come from, and how they compute.
 *
 * @param directory of the model that is served at the start
 * @param mostAdapters most adapters at a time; each is held as a model of its own
 */
public record WeightSource(Path directory, Device device, Precision precision, int mostAdapters) {

    public WeightSource {
        check(mostAdapters >= 0, "--max-loras must be 0 or positive, got %s", mostAdapters);
    }

    LanguageModel model(Path from) {
        return LanguageModel.load(from, device, precision);
    }

    LanguageModel adapted(Path from, Path adapters) {
        return LanguageModel.load(from, adapters, device, precision);
    }
}
