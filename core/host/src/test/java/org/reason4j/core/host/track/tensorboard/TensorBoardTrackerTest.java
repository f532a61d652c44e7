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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.Samples;

class TensorBoardTrackerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    @TempDir
    Path root;

    private TensorBoardTracker tracker() {
        return new TensorBoardTracker(new RunDirectory(root), TensorBoardConfig.DEFAULTS, CLOCK);
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
        assertThat(events.get(2).get(1)).containsExactly(1.7e9);
        assertThat(events.get(2).integer(2)).isEqualTo(300);
        assertThat(EventReader.scalars(events.get(2)))
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
                .filter(event -> event.containsKey(5))
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
                .containsExactly(1L, 2L, 3L);
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
}
