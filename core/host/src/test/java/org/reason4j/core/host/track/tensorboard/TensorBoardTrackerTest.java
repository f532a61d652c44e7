package org.reason4j.core.host.track.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.RunInfo;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.Samples;

class TensorBoardTrackerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    @TempDir
    Path root;

    private TensorBoardTracker tracker() {
        return tracker(TensorBoardConfig.DEFAULTS);
    }

    private TensorBoardTracker tracker(TensorBoardConfig config) {
        return new TensorBoardTracker(new RunDirectory(root), config, new RecipeOf(RECIPE), CLOCK);
    }

    private static final String RECIPE = """
            seed: 7
            model: {path: "${MODEL}"}
            rewards: [{name: math, weight: 0.5}]
            training: {steps: 10, lora: null}
            data: {shuffle: true}
            placeholders: {MODEL: {hash: abc}}
            """;

    private record RecipeOf(String recipe) implements RunInfo {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public Path directory() {
            return Path.of("");
        }

        @Override
        public int steps() {
            return 10;
        }

        @Override
        public long seed() {
            return 7;
        }
    }

    private static EventReader.Message value(EventReader.Message event) {
        return event.message(5).message(1);
    }

    private List<EventReader.Message> tagged(Path file, String tag) throws IOException {
        return EventReader.events(file).stream()
                .filter(event -> event.containsKey(5) && value(event).text(1).equals(tag))
                .toList();
    }

    /** What the plugin reads: the content of {@code HParamsPluginData}, whose version is 0 and so absent. */
    private static EventReader.Message hyperparameters(EventReader.Message event) {
        EventReader.Message plugin = value(event).message(9).message(1);
        assertThat(plugin.text(1)).isEqualTo("hparams");
        return plugin.message(2);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("tensorboard"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void anIndependentReaderFindsEveryScalar() throws IOException {
        try (TensorBoardTracker tracker = tracker()) {
            tracker.started(1, 300);
            tracker.step(300, Map.of("reward/mean", 0.25, "regularizer/kl", -1e-9));
        }
        List<EventReader.Message> events = EventReader.events(files().get(0));
        assertThat(events.get(0).text(3)).isEqualTo("brain.Event:2");
        assertThat(events.get(4).get(1)).containsExactly(1.7e9);
        assertThat(events.get(4).integer(2)).isEqualTo(300);
        assertThat(EventReader.scalars(events.get(4)))
                .isEqualTo(Map.of("reward/mean", 0.25f, "regularizer/kl", -1e-9f));
    }

    @Test
    void sampleCompletionsAreATextInWhichNothingIsMarkdown() throws IOException {
        try (TensorBoardTracker tracker = tracker()) {
            tracker.started(1, 3);
            for (int step = 1; step <= 11; step++) {
                tracker.trajectories(step, List.of(Samples.group("p", "6 * 7?", "# forty\n*two*")), List.of());
            }
        }
        List<EventReader.Message> texts = EventReader.events(files().get(0)).stream()
                .filter(event -> event.containsKey(5) && event.integer(2) > 0)
                .toList();
        assertThat(texts).extracting(event -> event.integer(2)).containsExactly(1L, 11L);
        EventReader.Message value = texts.get(0).message(5).message(1);
        assertThat(value.text(1)).isEqualTo("completions");
        assertThat(value.message(9).message(1).text(1)).isEqualTo("text");
        assertThat(value.message(8).integer(1)).isEqualTo(7);
        assertThat(value.message(8).text(8))
                .contains("    6 * 7?", "    # forty\n    *two*", "reward 0.000, 13 tokens, finish stop");
    }

    @Test
    void aResumedRunAddsALaterFileThatForgetsTheStepsDoneAgain() throws IOException {
        try (TensorBoardTracker tracker = tracker()) {
            tracker.started(1, 9);
            for (int step = 1; step <= 300; step++) {
                tracker.step(step, Map.of("a", 1.0));
            }
        }
        Files.write(files().get(0), new byte[] {1, 2, 3}, StandardOpenOption.APPEND); // half a record
        try (TensorBoardTracker tracker = tracker()) {
            tracker.started(4, 9);
        }
        assertThat(files()).hasSize(2);
        assertThat(EventReader.events(files().get(0)).stream().filter(event -> event.containsKey(5)))
                .extracting(event -> event.integer(2))
                .containsExactly(0L, 0L, 1L, 2L, 3L);
        assertThat(files().get(1).getFileName().toString()).startsWith("events.out.tfevents.1700000001.");
        EventReader.Message start = EventReader.events(files().get(1)).get(1);
        assertThat(start.integer(2)).isEqualTo(4);
        assertThat(start.message(7).integer(1)).isEqualTo(1);
    }

    @Test
    void theChecksumIsTheOneOfTheStandard() {
        // RFC 3720, appendix B.4, and the check value of CRC-32C
        assertThat(EventReader.crc32c(new byte[32])).isEqualTo(0x8a9136aa);
        assertThat(EventReader.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0xe3069283);
    }

    @Test
    void theFirstRecordIsTheOneThatTensorFlowWrites() {
        assertThat(HexFormat.of().formatHex(EventFile.framed(TensorBoardEvents.version(1.7e9))))
                .isEqualTo(
                        "1800000000000000a37f4b22" // length and its checksum
                                + "0900000040fc54d941" // wall time
                                + "1a0d627261696e2e4576656e743a32" // file version
                                + "eced8f9d");
    }

    @Test
    void scalarsHaveTheNamesOfAnotherTrainerWhereItHasThem() throws IOException {
        try (TensorBoardTracker tracker = tracker(TensorBoardConfig.VERL)) {
            tracker.started(1, 10);
            tracker.step(1, Map.of("reward/mean", 0.25, "reward/std", 0.5, "policy/entropy", 2.0));
        }
        List<EventReader.Message> events = EventReader.events(files().get(0));
        assertThat(EventReader.scalars(events.get(4)))
                .isEqualTo(Map.of("critic/score/mean", 0.25f, "reward/std", 0.5f, "actor/entropy", 2f));
    }

    @Test
    void theRecipesSettingsAreHyperparametersBesideTheMetricsToCompare() throws IOException {
        try (TensorBoardTracker tracker = tracker(TensorBoardConfig.TRL)) {
            tracker.started(1, 10);
            tracker.ended(RunEnd.completed(10, 1));
        }
        Path file = files().get(0);
        EventReader.Message start = hyperparameters(
                        tagged(file, "_hparams_/session_start_info").get(0))
                .message(3);
        Map<String, Object> settings = new LinkedHashMap<>();
        start.messages(1).forEach(entry -> {
            EventReader.Message held = entry.message(2);
            settings.put(
                    entry.text(1),
                    held.containsKey(3)
                            ? held.text(3)
                            : held.values().iterator().next().get(0));
        });
        assertThat(settings)
                .containsExactly(
                        Map.entry("seed", 7.0),
                        Map.entry("model.path", "${MODEL}"),
                        Map.entry("rewards[0].name", "math"),
                        Map.entry("rewards[0].weight", 0.5),
                        Map.entry("training.steps", 10.0),
                        Map.entry("data.shuffle", 1L)); // a truth value
        assertThat(start.get(5)).containsExactly(1.7e9);
        EventReader.Message experiment =
                hyperparameters(tagged(file, "_hparams_/experiment").get(0)).message(2);
        assertThat(experiment.messages(4))
                .extracting(setting -> setting.text(1) + " " + setting.integer(4)) // 1 text, 2 truth value, 3 number
                .containsExactly(
                        "seed 3",
                        "model.path 1",
                        "rewards[0].name 1",
                        "rewards[0].weight 3",
                        "training.steps 3",
                        "data.shuffle 2");
        assertThat(experiment.messages(5))
                .extracting(metric -> metric.message(1).text(2))
                .containsExactly("eval/accuracy", "train/reward", "train/completions/mean_length", "train/entropy");
        EventReader.Message end = hyperparameters(
                        tagged(file, "_hparams_/session_end_info").get(0))
                .message(4);
        assertThat(end.integer(1)).isEqualTo(1);
        assertThat(end.get(2)).containsExactly(1.7e9);
    }

    @Test
    void aResumedRunForgetsHowItEndedBefore() throws IOException {
        try (TensorBoardTracker tracker = tracker()) {
            tracker.started(1, 10);
            tracker.step(1, Map.of("a", 1.0));
            tracker.ended(RunEnd.failed(1, 1, new IllegalStateException("power cut")));
        }
        Path first = files().get(0);
        assertThat(hyperparameters(tagged(first, "_hparams_/session_end_info").get(0))
                        .message(4)
                        .integer(1))
                .isEqualTo(2);
        try (TensorBoardTracker tracker = tracker()) {
            tracker.started(2, 10);
        }
        assertThat(tagged(first, "_hparams_/session_end_info")).isEmpty();
        assertThat(tagged(first, "_hparams_/session_start_info")).hasSize(1);
    }

    @Test
    void withoutHyperparametersThereAreNone() throws IOException {
        try (TensorBoardTracker tracker = tracker(new TensorBoardConfig(10, 4, TagNames.OWN, false, List.of()))) {
            tracker.started(1, 10);
            tracker.ended(RunEnd.completed(10, 1));
        }
        assertThat(EventReader.events(files().get(0))).noneMatch(event -> event.containsKey(5));
    }

    /** Bytes that {@code summary_v2} and the protocol buffers of tensorboard 2.21.0 (Python) made of the same values. */
    @Test
    void hyperparametersAreTheBytesOfTensorBoardsOwnWriter() {
        String experiment = hex(HyperparameterEvents.experiment(
                new LinkedHashMap<>(Map.of("training.steps", 10)), List.of("train/reward")));
        assertThat(experiment)
                .contains(
                        "22120a0e747261696e696e672e73746570732003" // a setting that is a number
                                + "2a100a0e120c747261696e2f726577617264"); // a metric
        assertThat(hex(HyperparameterEvents.start(1.7e9, Map.of("training.steps", 10))))
                .endsWith("1a260a1b0a0e747261696e696e672e737465707312091100000000000024402900000040fc54d941");
        assertThat(hex(HyperparameterEvents.start(1.7e9, Map.of("data.shuffle", true))))
                .endsWith("1a1d0a120a0c646174612e73687566666c65120220012900000040fc54d941");
        assertThat(hex(HyperparameterEvents.start(1.7e9, Map.of("model.path", "m"))))
                .endsWith("1a1c0a110a0a6d6f64656c2e7061746812031a016d2900000040fc54d941");
        assertThat(hex(HyperparameterEvents.end(1.7e9, false)))
                .isEqualTo("0a1a5f68706172616d735f2f73657373696f6e5f656e645f696e666f42060801120212004a1a0a180a"
                        + "0768706172616d73120d220b08021100000040fc54d941");
    }

    private static String hex(ProtoMessage message) {
        return HexFormat.of().formatHex(message.toByteArray());
    }
}
