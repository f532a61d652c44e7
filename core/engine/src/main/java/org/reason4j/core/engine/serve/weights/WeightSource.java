package org.reason4j.core.engine.serve.weights;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;

/**
 * Where further weights of a served model come from, and how they compute.
 *
 * @param directory of the model that is served at the start
 * @param mostAdapters most adapters at a time; each is held as a model of its own
 * @param below directory that has all further weights; empty where nobody may change any
 */
public record WeightSource(Path directory, Device device, Precision precision, int mostAdapters, Optional<Path> below) {

    private static final String ELSEWHERE =
            "'%s' is no directory below %s that this server sees. Write weights there, or start the"
                    + " server with another --weights-below.";

    public WeightSource {
        check(mostAdapters >= 0, "--max-loras must be 0 or positive, got %s", mostAdapters);
    }

    /**
     * A directory with its links resolved.
     *
     * @throws ConfigException if it is none, or not where further weights may be; which of them is not told
     */
    Path permitted(Path from) {
        Path root = below.orElseThrow(() -> new ConfigException("This server takes no further weights."));
        try {
            Path real = from.toRealPath();
            check(Files.isDirectory(real) && real.startsWith(root.toRealPath()), ELSEWHERE, from, root);
            return real;
        } catch (IOException e) {
            throw new ConfigException(String.format(Locale.ROOT, ELSEWHERE, from, root), e);
        }
    }

    LanguageModel model(Path from) {
        return LanguageModel.load(from, device, precision);
    }

    LanguageModel adapted(Path from, Path adapters) {
        return LanguageModel.load(from, adapters, device, precision);
    }
}
