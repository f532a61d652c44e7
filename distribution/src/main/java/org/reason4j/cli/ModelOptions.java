package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.serve.weights.WeightSource;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.trainer.components.EngineSettings;
import picocli.CommandLine.Option;

/** Which model writes, and how it computes: use it as a {@code @Mixin}. */
final class ModelOptions {

    private static final List<String> PRECISIONS = List.of("auto", "bf16", "fp16", "fp32");

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A model directory, or a downloaded model's name on the Hub.")
    private Path directory;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "Number format of matrix products: bf16, fp16, fp32, or auto for bf16 where the machine"
                    + " computes in it. Default: auto.")
    private Optional<String> precision = Optional.empty();

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu or cuda:N. Default: auto.")
    private Optional<String> device = Optional.empty();

    Path directory() {
        return HubCache.ofProcess().model(directory);
    }

    /** Loads a model as a recipe says. */
    static LanguageModel load(Path directory, Recipe recipe) {
        Device on = Precision.device(recipe.device());
        return LanguageModel.load(directory, on, EngineSettings.precision(recipe.model(), on));
    }

    /** Loads the model in what suits the machine, unless an option says otherwise. */
    LanguageModel load() {
        return load(Recipe.Model.DEFAULTS, "auto");
    }

    /**
     * Where further weights of the model come from, which compute as {@link #load()} says.
     *
     * @param below directory that has them; empty for none
     */
    WeightSource source(int mostAdapters, Optional<Path> below) {
        Device on = Precision.device(device.orElse("auto"));
        Precision computing =
                Precision.of(precision.orElse(Recipe.Model.DEFAULTS.precision()), Recipe.Model.DEFAULTS.head(), on);
        return new WeightSource(directory(), on, computing, mostAdapters, below);
    }

    /** Loads the model; what no option says is as given here. */
    LanguageModel load(Recipe.Model usual, String usualDevice) {
        String format = precision.orElse(usual.precision());
        check(PRECISIONS.contains(format), "--precision is '%s', expected auto, bf16, fp16 or fp32", format);
        Device on = Precision.device(device.orElse(usualDevice));
        return LanguageModel.load(directory(), on, Precision.of(format, usual.head(), on));
    }
}
