package org.reason4j.trackers.wandb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.trackers.Run;

class WandbTrackerTest {

    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    Path directory;

    private WandbTracker tracker(int secondsLater) {
        return new WandbTracker(
                new WandbConfig("sums", "team", "g", "", List.of("a")),
                Run.in(directory),
                Clock.fixed(START.plusSeconds(secondsLater), ZoneOffset.UTC));
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".wandb"))
                    .reduce((one, other) -> {
                        throw new AssertionError("two runs: " + one + ", " + other);
                    })
                    .orElseThrow();
        }
    }

    private List<Map<String, String>> history() throws IOException {
        return RecordReader.read(file()).stream()
                .filter(record -> record.containsKey(2))
                .map(record -> record.message(2).items())
                .toList();
    }

    private static Map<String, Double> reward(double value) {
        return Map.of("reward/mean", value);
    }

    @Test
    void aRunHasItsSettingsItsRowsAndItsEnd() throws IOException {
        try (WandbTracker tracker = tracker(0)) {
            tracker.started(1, 10);
            tracker.measured(Measurement.of(0, Map.of("eval/accuracy", 0.25), List.of()));
            tracker.step(1, Map.of("reward/mean", 0.5, "odd", Double.NaN, "step", 9.0));
            tracker.ended(RunEnd.completed(1, 1));
        }
        String path = directory.relativize(file()).toString();
        assertThat(path).matches("plugins/trackers/wandb/offline-run-\\d{8}_\\d{6}-([a-z0-9]{8})/run-\\1\\.wandb");
        List<RecordReader.Message> records = RecordReader.read(file());
        RecordReader.Message run = records.get(1).message(17);
        assertThat(path).contains(run.text(1));
        assertThat(run.text(3)).isEqualTo("sums");
        assertThat(run.text(8)).isEqualTo("letters");
        assertThat(run.message(4).items())
                .containsEntry("training", "{\"steps\":10,\"learningRate\":1.0E-6}")
                .containsEntry("model", "{\"path\":\"${MODEL}\"}")
                .doesNotContainKey("placeholders");
        assertThat(history())
                .containsExactly(
                        Map.of(
                                "step", "0",
                                "_step", "0",
                                "_timestamp", "1.7E9",
                                "_runtime", "0.0",
                                "eval/full/accuracy", "0.25"),
                        Map.of(
                                "step", "1",
                                "_step", "1",
                                "_timestamp", "1.7E9",
                                "_runtime", "0.0",
                                "reward/mean", "0.5",
                                "odd", "NaN",
                                "metric/step", "9.0"));
        assertThat(records.get(records.size() - 1).message(18).integer(1)).isZero();
        assertThat(records).extracting(record -> record.integer(1)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void aResumedRunHasEveryStepOnceInOneFile() throws IOException {
        try (WandbTracker killed = tracker(0)) {
            killed.started(1, 10);
            for (int step = 1; step <= 3; step++) {
                killed.step(step, reward(step));
            }
        }
        Path first = file();
        Files.write(first, new byte[] {1, 2, 3}, StandardOpenOption.APPEND); // half a record
        Files.writeString(
                directory.resolve("plugins/trackers/wandb/history.jsonl"),
                "{\"step\":4,\"rew",
                StandardOpenOption.APPEND);
        try (WandbTracker resumed = tracker(60)) {
            resumed.started(3, 10);
            resumed.step(3, reward(33));
            resumed.step(4, reward(44));
            resumed.ended(RunEnd.failed(4, 1, new IllegalStateException()));
        }
        assertThat(file()).isEqualTo(first);
        assertThat(history())
                .extracting(row -> row.get("step") + " " + row.get("reward/mean"))
                .containsExactly("1 1.0", "2 2.0", "3 33.0", "4 44.0");
        List<RecordReader.Message> records = RecordReader.read(file());
        assertThat(records.get(records.size() - 1).message(18).integer(1)).isEqualTo(1);
        assertThat(records.get(records.size() - 1).message(18).integer(2)).isEqualTo(60);
    }

    @Test
    void stepsOfASupervisedStageComeBeforeTheOthersAlsoAfterAResume() throws IOException {
        try (WandbTracker first = tracker(0)) {
            first.supervised(1, 2, Map.of("supervised/loss", 2.0));
            first.supervised(2, 2, Map.of("supervised/loss", 1.0));
            first.started(1, 10);
            first.step(1, reward(1));
        }
        try (WandbTracker second = tracker(1)) {
            second.supervised(2, 2, Map.of("supervised/loss", 1.5)); // from its checkpoint of step 1
            second.started(1, 10);
            second.step(1, reward(2));
        }
        try (WandbTracker third = tracker(2)) {
            third.started(2, 10);
            third.step(2, reward(3));
        }
        assertThat(history())
                .extracting(row -> row.get("_step") + " " + row.getOrDefault("supervised/loss", "-") + " "
                        + row.getOrDefault("reward/mean", "-"))
                .containsExactly("1 2.0 -", "2 1.5 -", "3 - 2.0", "4 - 3.0");
    }

    @Test
    void theMeasurementBeforeTrainingComesBeforeTheStartAndAgainAfterAResume() throws IOException {
        Measurement before = Measurement.of(0, Map.of("eval/accuracy", 0.25), List.of());
        for (int first = 1; first <= 2; first++) {
            try (WandbTracker tracker = tracker(first)) {
                tracker.measured(before);
                tracker.started(first, 10);
                tracker.step(first, reward(first));
            }
        }
        assertThat(history())
                .extracting(row -> row.get("step") + " " + row.getOrDefault("eval/full/accuracy", "-"))
                .containsExactly("0 0.25", "1 -", "2 -");
    }

    @Test
    void anotherStartInTheSameDirectoryBeginsAnew() throws IOException {
        for (int start = 0; start < 2; start++) {
            try (WandbTracker tracker = tracker(start)) {
                tracker.measured(Measurement.of(0, Map.of("eval/accuracy", start / 4.0), List.of()));
                tracker.started(1, 10);
                tracker.step(1, reward(start));
            }
        }
        assertThat(history())
                .extracting(row -> row.getOrDefault("reward/mean", row.get("eval/full/accuracy")))
                .containsExactly("0.25", "1.0");
    }
}
