package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

/** Responses that end where the model's positions do. */
class LastPositionsTest {

    @TempDir
    Path directory;

    /** Prompts are read and caches grow in blocks of 16 positions; the last block may be cut short. */
    @ParameterizedTest
    @ValueSource(ints = {2, 15, 16, 31, 48, 55})
    void aModelIsUsedToItsLastPosition(int positions) throws IOException {
        try (LanguageModel wide = load(TinyModels.directory(TinyModels.LLAMA));
                LanguageModel narrow = load(withPositions(positions))) {
            for (int prompt = Math.max(1, positions - 20); prompt < positions; prompt++) {
                RolloutRequest request = Requests.request(
                        "p", 0, SamplingParams.greedy(positions - prompt), TinyModels.tokens(prompt, prompt));
                List<Trajectory> expected = Requests.generate(wide, 4, List.of(request));
                List<Trajectory> found = Requests.generate(narrow, 4, List.of(request));

                assertThat(found.get(0).response())
                        .as("after a prompt of %d tokens", prompt)
                        .isEqualTo(expected.get(0).response());
            }
        }
    }

    private static LanguageModel load(Path model) {
        return LanguageModel.load(model, Device.cpu(), Precision.FP32);
    }

    /** The same weights, with fewer positions. */
    private Path withPositions(int positions) throws IOException {
        Path model = TinyModels.directory(TinyModels.LLAMA);
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(model.relativize(file)));
            }
        }
        Path config = directory.resolve("config.json");
        String wide = Files.readString(config);
        String narrow = wide.replaceFirst("(\"max_position_embeddings\": )\\d+", "$1" + positions);
        assertThat(narrow).isNotEqualTo(wide);
        Files.writeString(config, narrow);
        return directory;
    }
}
