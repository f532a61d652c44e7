package org.reason4j.core.trainer.experience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.SealedJson;
import org.reason4j.core.trainer.evaluation.BeforeTraining;
import org.reason4j.testkit.MutatedInputs;
import org.reason4j.testkit.NamedInput;

/** What a checkpoint holds of rollouts and prompts, and the measurement before training, with a seal that fits. */
public class RolloutStateFuzzTest {

    private static final List<String> NAMES =
            List.of("rollouts.json", "collector.json", "prompts.json", "before.json", "parts.json");
    private static final Prompts PROMPTS = FakeRollouts.prompts(16, 2);
    private static final PolicyCopy COPY = new PolicyCopy() {
        @Override
        public void refresh() {}

        @Override
        public void close() {}
    };

    /** Restores what a file says. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        NamedInput file = NamedInput.of(input, NAMES);
        Path trainer = Files.createTempDirectory("fuzz");
        try {
            Files.writeString(trainer.resolve("collector.json"), "{\"batches\": 3}");
            Files.writeString(trainer.resolve("rollouts.json"), "[]");
            Files.writeString(trainer.resolve("prompts.json"), "[]");
            Files.write(trainer.resolve(file.name()), file.content());
            if (file.name().equals("parts.json")) {
                RolloutsInParts.Settings settings = new RolloutsInParts.Settings(2, 2, 1, 2, 6);
                new RolloutsInParts(PROMPTS, new FakeRollouts().sampling(), settings, () -> 0).restore(trainer);
            } else if (file.name().equals("before.json")) {
                seal(trainer.resolve("before.json"), file.content());
                new BeforeTraining(trainer).load(PROMPTS.ofBatch(1));
            } else {
                restore(trainer);
            }
        } catch (ConfigException e) {
            return;
        } finally {
            DurableFiles.deleteTree(trainer);
        }
    }

    private static void restore(Path trainer) {
        Prompts prompts = FakeRollouts.prompts(16, 2, Optional.of(batch -> List.of()));
        Sampling sampling = new FakeRollouts().sampling();
        try (RolloutsAhead ahead = new RolloutsAhead(PROMPTS, sampling, step -> List.of(), COPY, 1, 4)) {
            Collector.TopUp once = new Collector.TopUp(1, 1, false);
            new Collector(prompts, sampling, ahead, null, null, List.of(), false, false, once).restore(trainer);
        }
    }

    private static void seal(Path file, byte[] content) throws IOException {
        try {
            if (new ObjectMapper().readTree(content) instanceof ObjectNode json) {
                SealedJson.write(file, json);
            }
        } catch (JsonProcessingException | CharConversionException e) {
            return; // as it is
        }
    }

    @Test
    void anyFileIsRestoredOrToldApart() {
        MutatedInputs.of(RolloutStateFuzzTest.class).check(1000, RolloutStateFuzzTest::fuzzerTestOneInput);
    }
}
