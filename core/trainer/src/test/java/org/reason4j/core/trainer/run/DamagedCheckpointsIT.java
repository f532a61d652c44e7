package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.Manifests;

/**
 * A run with everything a checkpoint can hold, stopped at step 5 of 6: a supervised stage, a critic, a curriculum, rollouts
 * ahead, a regularizer with state. Each test damages its files in one way and resumes it.
 */
class DamagedCheckpointsIT {

    private static final TinyRun RECIPE = TinyRun.recipe()
            .with("supervised", "{data: {name: words}, steps: 1, batchSize: 4, learningRate: 1e-3}")
            .with("training", "{steps: 6, promptsPerStep: 4, learningRate: 1e-2, staleness: 2}")
            .with("optimizer", "{name: actor-critic}")
            .with("curriculum", "climb")
            .with("regularizers", "[{name: bonus}]");

    @TempDir
    private static Path directory;

    private static Path alone;
    private static Path stopped;
    private static TrainingOutcome outcome;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Path run;
    private Path newest;

    @BeforeAll
    static void train() {
        alone = directory.resolve("alone");
        stopped = directory.resolve("stopped");
        outcome = RECIPE.start(alone);
        assertThatThrownBy(() -> RECIPE.with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 5}}]")
                        .start(stopped))
                .hasMessageContaining("the lights went out");
    }

    @BeforeEach
    void copy() throws IOException {
        run = directory.resolve("run");
        try (Stream<Path> tree = Files.walk(stopped)) {
            for (Path path : tree.toList()) {
                Files.copy(path, run.resolve(stopped.relativize(path)));
            }
        }
        newest = run.resolve("checkpoints/step-4");
    }

    @AfterEach
    void delete() throws IOException {
        DurableFiles.deleteTree(run);
    }

    @Test
    void aFlippedBitInAnyFileIsRefusedAndNamesTheFile() throws IOException {
        List<Path> files = files(newest);
        assertThat(files)
                .extracting(file -> newest.relativize(file).toString())
                .contains(
                        "manifest.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "trainer/collector.json",
                        "trainer/models/critic/model.safetensors",
                        "trainer/models/critic/optimizer.safetensors",
                        "trainer/models/critic/value_head.safetensors",
                        "trainer/optimizer.safetensors",
                        "trainer/prompts.json",
                        "trainer/recipe.resolved.yaml",
                        "trainer/rollouts.json",
                        "trainer/state.json",
                        "trainer/trackers.json");
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            byte[] flipped = content.clone();
            int bit = Math.floorMod(file.getFileName().hashCode() * 31, 8 * content.length);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertThatThrownBy(() -> RECIPE.resume(run))
                    .as("bit %s of %s", bit, file)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("Checkpoint " + newest + " is damaged: " + newest.relativize(file))
                    .hasMessageEndingWith(
                            "The newest whole checkpoint before it is step-2: --resume-from 2 goes on from there.");
            Files.write(file, content);
        }
        assertThat(CheckpointStore.verify(newest).isWhole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"model.safetensors", "trainer/optimizer.safetensors", "trainer/models/critic/model.safetensors"})
    void aZeroedLastPageIsRefused(String name) throws IOException {
        byte[] content = Files.readAllBytes(newest.resolve(name));
        Arrays.fill(content, content.length - 4096, content.length, (byte) 0);
        Files.write(newest.resolve(name), content);
        refused("Checkpoint " + newest + " is damaged: " + name + " has other content: its SHA-256 is ");
    }

    @ParameterizedTest
    @CsvSource({
        "model.safetensors, 100",
        "trainer/rollouts.json, 0",
        "trainer/collector.json, 0",
        "trainer/state.json, 20",
        "trainer/optimizer.safetensors, 0"
    })
    void aFileThatIsCutOffIsRefused(String name, int length) throws IOException {
        byte[] content = Files.readAllBytes(newest.resolve(name));
        Files.write(newest.resolve(name), Arrays.copyOf(content, length));
        refused("Checkpoint " + newest + " is damaged: " + name + " has " + length + " bytes, expected "
                + content.length);
    }

    @Test
    void missingAndFurtherFilesAreNamed() throws IOException {
        Files.delete(newest.resolve("trainer/rollouts.json"));
        Files.writeString(newest.resolve("trainer/more.json"), "{}");
        refused("Checkpoint " + newest + " is damaged: trainer/rollouts.json is missing, trainer/more.json is not in"
                + " manifest.json. Put the files back from a copy.");
    }

    @Test
    void aCheckpointUnderAnotherNameIsRefused() throws IOException {
        DurableFiles.deleteTree(newest);
        Files.move(run.resolve("checkpoints/step-2"), newest);
        refused("Checkpoint " + newest + " is damaged: manifest.json: it was written for step 2.");
    }

    @Test
    void aCheckpointWithoutAManifestIsTakenOnceItIsSealed() throws IOException {
        Files.delete(newest.resolve("manifest.json"));
        refused("Checkpoint " + newest
                + " can't be verified: it has no manifest.json. A version that wrote none made it, or"
                + " the file is lost. If the other files are as they were written, 'reason4j checkpoint seal " + newest
                + "' adds the manifest. The newest whole checkpoint before it is step-2");
        assertThat(CheckpointStore.seal(newest).isWhole()).isTrue();
        RECIPE.resume(run);
        assertThat(TinyRun.weights(run)).isEqualTo(TinyRun.weights(alone));
    }

    @Test
    void anOlderCheckpointIsTakenOnlyWhenItIsNamed() throws IOException {
        Files.write(newest.resolve("model.safetensors"), new byte[100]);
        Files.delete(run.resolve("before.json")); // measured again with the model that training began with
        refused("Checkpoint " + newest + " is damaged");
        TrainingOutcome resumed =
                RECIPE.run(run, Resumption.from(2), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("Verified checkpoint step-2: \\d+ files, \\d+\\.\\d kB in \\d\\.\\d s")
                .contains("Verified checkpoint step-0: ", "Set aside as step-N.aside when training begins: step-4");
        assertThat(TinyRun.weights(run)).isEqualTo(TinyRun.weights(alone));
        assertThat(resumed.before().measurement()).isEqualTo(outcome.before().measurement());
        assertThat(resumed.after().measurement()).isEqualTo(outcome.after().measurement());
        assertThat(run.resolve("checkpoints/step-4.aside/model.safetensors")).hasSize(100);
        assertThat(CheckpointStore.verify(newest).isWhole()).isTrue();
    }

    @Test
    void aStepWithoutACheckpointCannotBeNamed() {
        assertThatThrownBy(() -> RECIPE.run(run, Resumption.from(3)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(run.resolve("checkpoints")
                        + " has no checkpoint of step 3; it has those of steps [0, 2, 4]."
                        + " Name one that is there with --resume-from.");
    }

    @Test
    void theModelThatTrainingStartedFromIsVerifiedToo() throws IOException {
        Path start = run.resolve("checkpoints/step-0");
        Files.write(start.resolve("model.safetensors"), new byte[100]);
        refused("Checkpoint " + start + " is damaged: model.safetensors has 100 bytes");
        assertThatThrownBy(() -> RECIPE.resume(run))
                .hasMessageEndingWith(
                        "reinforcement learning starts from this model, and no other checkpoint takes its" + " place.");
    }

    @Test
    void whatHasACheckpointsNameAndIsNoneGetsASentence() throws IOException {
        Path large = Files.createDirectory(run.resolve("checkpoints/step-99999999999"));
        refused(large
                + " is no checkpoint: a name is 'step-' and a number of at most 2147483647 without leading zeros.");
        Files.delete(large);
        Path file = Files.createFile(run.resolve("checkpoints/step-9"));
        refused(file + " is a file; a checkpoint is a directory. Move it elsewhere.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"accuracy\":0.5,", "[]"})
    void aBrokenMeasurementBeforeTrainingGetsASentence(String text) throws IOException {
        Path before = Files.writeString(run.resolve("before.json"), text);
        assertThatThrownBy(() -> RECIPE.resume(run))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(before.toString())
                .hasMessageEndingWith("Delete the file; the model that training started from is measured again then.");
    }

    @Test
    void aChangedMeasurementBeforeTrainingIsNoticed() throws IOException {
        Path before = run.resolve("before.json");
        Files.writeString(before, Files.readString(before).replaceFirst("\"accuracy\" : 0\\.", "\"accuracy\" : 1."));
        refused(before + " was changed after it was written");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "trainer/state.json | \"updates\" : \\d+, | | has no 'updates'",
                "trainer/state.json | \"updates\" : \\d+ | \"updates\" : \"4\" | 'updates' is \"4\", expected a whole number",
                "trainer/state.json | \"updates\" : \\d+ | \"updates\" : -5 | 'updates' is -5, expected a whole number of at least 0",
                "trainer/state.json | \"step\" : 4 | \"step\" : 2 | 'step' is 2, expected 4",
                "trainer/state.json | \"rl_seconds\" : [^,]* | \"rl_seconds\" : null | 'rl_seconds' is null",
                "trainer/state.json | \"rl_seconds\" : [^,]* | \"rl_seconds\" : \"NaN\" | 'rl_seconds' is \"NaN\"",
                "trainer/state.json | (?s).* | {} | has no 'step'",
                "trainer/state.json | \"regularizers | \"REGULARIZERS | has no state of regularizers[0]",
                "trainer/collector.json | (?s).* | | holds nothing, expected an object",
                "trainer/collector.json | (?s).* | {} | has no 'batches'",
                "trainer/collector.json | \\d+ | \"4\" | 'batches' is \"4\", expected a whole number",
                "trainer/rollouts.json | (?s).* | {} | holds {}, expected an array",
                "trainer/rollouts.json | (?s).* | | holds nothing, expected an array",
                "trainer/rollouts.json | \"batch\":5 | \"batch\":\"5\" | '[0].batch' is \"5\", expected a whole number",
                "trainer/rollouts.json | \"groups\" | \"group\" | '[0]' has no 'groups'",
                "trainer/rollouts.json | \"sample\":0 | \"sample\":null | '[0].groups[0].trajectories[0].sample' is null",
                "trainer/rollouts.json | \"learned\":\\[true | \"learned\":[true,true | learned has",
                "trainer/rollouts.json | \"finish\":\"[A-Z]+\" | \"finish\":\"stop\" | '[0].groups[0].trajectories[0].finish' is \"stop\"",
                "trainer/rollouts.json | \"prompt\":\"[^\"]*\" | \"prompt\":\"who\" | '[0].groups[0].prompt' is \"who\", expected the id of",
                "trainer/prompts.json | (?s).* | {} | holds {}, expected an array",
                "trainer/prompts.json | \"batch\":5 | \"batch\":0 | '[0].batch' is 0, expected a whole number of at least 1",
                "trainer/trackers.json | (?s).* | [] | holds [], expected an object",
                "trainer/models/critic/state.json | (?s).* | {} | has no 'updates'",
                "trainer/models/critic/state.json | \\d+ | -1 | 'updates' is -1"
            })
    void contentThatIsWrongIsRefusedAlsoUnderANewManifest(String file, String from, String to, String message)
            throws IOException {
        Path path = newest.resolve(file);
        String text = Files.readString(path);
        String changed = text.replaceFirst(from, to == null ? "" : to);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(path, changed);
        Manifests.renew(newest, 4);
        assertThatThrownBy(() -> RECIPE.resume(run))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "model.safetensors, 7fc00000, holds NaN",
        "model.safetensors, ff800000, holds -Infinity",
        "trainer/optimizer.safetensors, 7fc00000, second moment of 'lm_head.weight' holds NaN",
        "trainer/optimizer.safetensors, bf800000, second moment of 'lm_head.weight' holds -1.0",
        "trainer/models/critic/model.safetensors, 7fc00000, holds NaN",
        "trainer/models/critic/value_head.safetensors, 7f800000, weight of the scalar head holds Infinity",
        "trainer/models/critic/optimizer.safetensors, 7fc00000, second moment of the scalar head holds NaN"
    })
    void aNumberThatTrainingCannotGoOnWithIsRefused(String file, String bits, String message) throws IOException {
        byte[] content = Files.readAllBytes(newest.resolve(file));
        int number = Integer.parseUnsignedInt(bits, 16);
        for (int i = 0; i < 4; i++) {
            content[content.length - 4 + i] = (byte) (number >> 8 * i);
        }
        Files.write(newest.resolve(file), content);
        Manifests.renew(newest, 4);
        assertThatThrownBy(() -> RECIPE.resume(run))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aModelThatWasChangedSinceTheRunBeganIsRefused() throws IOException {
        TinyRun adapters = TinyRun.recipe();
        TinyRun recipe =
                adapters.with("model", adapters.sections().get("model").replaceFirst("}$", ", lora: {rank: 4}}"));
        Path adapted = directory.resolve("adapted");
        recipe.start(adapted);
        Path weights = adapted.resolve("model/model.safetensors");
        byte[] content = Files.readAllBytes(weights);
        content[content.length - 4] ^= 1;
        Files.write(weights, content);
        assertThatThrownBy(() -> recipe.resume(adapted))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("was written for another model: the files that the recipe's model is made of");
    }

    @Test
    void weightsThatAreNotFiniteEndTheRunBeforeItsCheckpoint() {
        Path broken = directory.resolve("broken");
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("training", "{steps: 1, promptsPerStep: 8, learningRate: 1e39}")
                        .start(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("No checkpoint of step 1 was written: the policy's weight of '")
                .hasMessageContaining("The checkpoints before it stay.");
        assertThat(broken.resolve("checkpoints")).doesNotExist();
    }

    private void refused(String message) {
        assertThatThrownBy(() -> RECIPE.resume(run))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    private static List<Path> files(Path checkpoint) throws IOException {
        try (Stream<Path> tree = Files.walk(checkpoint)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
